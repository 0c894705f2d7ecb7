package dev.farebox.gateway;

/** How far an exchange has come. */
sealed interface State {
    /** The ledger has been asked for a hold. */
    record Reserving() implements State {}

    /** Funds for {@code held} nano-credits are set aside; no upstream has been asked. */
    record Reserved(long held) implements State {}

    /** An upstream has the request, or is about to. */
    record Dispatched(Dispatch dispatch) implements State {}

    /** An upstream answers. */
    record FirstByte(Relay relay) implements State {}

    /** The charge is on its way into the ledger. */
    record Settling(Reckoning reckoning) implements State {}

    /** The charge is durable. */
    record Settled(Reckoning reckoning, long charged) implements State {}
}
