package dev.farebox.gateway;

import dev.farebox.gateway.exchange.FailureClass;
import dev.farebox.gateway.exchange.GatewayProblem;

/** How the upstream's part of an exchange ended, before it is settled. */
sealed interface Ending {
    Received received();

    /** The whole answer is here; {@code refusal}: the upstream declined the content. */
    record Completed(Received received, boolean refusal) implements Ending {}

    /** It is not, and {@code problem} says to the client why. */
    record Failed(FailureClass why, Received received, GatewayProblem problem) implements Ending {
        /** Nobody is there any more to whom anything could be said. */
        static Failed clientGone(Received received) {
            return new Failed(
                    FailureClass.CLIENT_DISCONNECT, received, new GatewayProblem.Internal());
        }
    }

    /** The same, with a claim of usage that is not believed set apart. */
    default Ending checked(Plausibility plausibility, Foreseen foreseen) {
        return switch (this) {
            case Completed(Received received, boolean refusal) ->
                    new Completed(received.checked(plausibility, foreseen), refusal);
            case Failed(FailureClass why, Received received, GatewayProblem problem) ->
                    new Failed(why, received.checked(plausibility, foreseen), problem);
        };
    }
}
