/// The operator's desk: the verbs that touch more than one book at once, so that the command line
/// and the admin API do the same thing in the same transaction.
///
/// Owns: what belongs together (a customer and its account, a cap and its counters), receipts. Does
/// not own: any table. Each verb is one transaction; the ledger's lock order holds.
@NullMarked
package dev.farebox.desk;

import org.jspecify.annotations.NullMarked;
