package dev.farebox.ledger;

/**
 * The permanent record of a hold's end, keyed by the hold's id: its usage line and who paid. {@code
 * charged + borne} is the line's charge; {@code owed} is part of {@code charged}.
 *
 * @param hold as it stood right before its end
 * @param version the ledger position of the account right after it
 */
record Resolution(Hold hold, UsageLine line, long charged, long owed, long borne, long version) {}
