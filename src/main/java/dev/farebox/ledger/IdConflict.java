package dev.farebox.ledger;

/** This transaction id is recorded with other content; nothing was written. */
public record IdConflict() implements Repetition {}
