/// Customers, API keys, operator tokens.
///
/// - **Terms.** A *customer* pays and owns a ledger account of the same id; an *API key* is a
///   secret that a program presents; an *operator token* opens the admin interface. A *secret* is
///   shown once and stored as its SHA-256 alone; its *prefix* is what people see of it later.
///   *Terms* of a key are its models, caps, limits and expiry. *Limits* are how much may be used a
///   minute and at the same time on one node; a key or a customer has its *own*, or the *usual*
///   ones hold, which the configuration sets for keys and for each service group.
/// - **Owns.** The tables `customer`, `api_key`, `operator_token`, `identity_version`.
/// - **Does not own.** Balances and spend (ledger), whether a request is admitted (gateway).
/// - **Invariants.** Every change bumps `identity_version` and writes an audit line in the same
///   transaction; the changed rows carry the new version, so [KeyDirectory] reads what is newer and
///   nothing else. Keys are revoked, never deleted. Looking a key up touches no database.
/// - **Lock order.** The `identity_version` row, then rows of this package, then, in a transaction
///   that also posts, the ledger's account rows.
@NullMarked
package dev.farebox.identity;

import org.jspecify.annotations.NullMarked;
