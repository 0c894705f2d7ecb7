package dev.farebox.gateway;

import dev.farebox.gateway.exchange.FailureClass;
import dev.farebox.gateway.exchange.GatewayProblem;
import io.vertx.core.Future;

/** Carries one upstream answer to the client, all but its end. */
sealed interface Relay permits StreamRelay, WholeRelay {
    /** Runs until the answer is complete or has failed. Never fails itself. */
    Future<Ending> run();

    /** The client is gone: there is nobody to send to. */
    void clientLeft();

    /** Breaks the upstream off. Nothing happens when the answer has ended already. */
    void breakOff(FailureClass why, GatewayProblem problem);

    /** The charge is durable: sends what was held back, and ends cleanly. */
    void complete();

    /** The failure is settled: tells the client, and never ends cleanly what has begun. */
    void fail(GatewayProblem problem);
}
