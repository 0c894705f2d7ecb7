package dev.farebox.ledger;

/** This transaction id is recorded with the same content; nothing was written again. */
public record AlreadyDone() implements Repetition {}
