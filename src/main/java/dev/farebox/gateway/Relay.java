package dev.farebox.gateway;

import dev.farebox.gateway.exchange.FailureClass;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.StoredId;
import io.vertx.core.Future;
import java.util.List;

/** Carries one upstream answer to the client, all but its end. */
sealed interface Relay permits StreamRelay, WholeRelay {
    /** Runs until the answer is complete or has failed. Never fails itself. */
    Future<Ending> run();

    /** The client is gone: there is nobody to send to. */
    void clientLeft();

    /** What the upstream keeps of an answer that is complete, for a client that comes back. */
    List<StoredId> stored();

    /** Breaks the upstream off. Nothing happens when the answer has ended already. */
    void breakOff(FailureClass why, GatewayProblem problem);

    /** The charge is durable: sends what was held back, and ends cleanly. */
    void complete();

    /** The failure is settled: tells the client, and never ends cleanly what has begun. */
    void fail(GatewayProblem problem);
}
