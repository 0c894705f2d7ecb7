package dev.farebox.ledger;

/** What the auditor found. */
public sealed interface BooksVerdict {
    /** Every projection is what the entries, holds and usage lines give. */
    record Sound(long accounts, long transactions, long entries) implements BooksVerdict {}

    /** The first difference, in words, with the ids of what differs. */
    record Broken(String difference) implements BooksVerdict {}
}
