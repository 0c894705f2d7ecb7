/// Accounts, lots, entries, holds: the only writer of balances.
@NullMarked
package dev.farebox.ledger;

import org.jspecify.annotations.NullMarked;
