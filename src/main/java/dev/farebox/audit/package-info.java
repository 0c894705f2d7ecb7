/// Append-only trail of who changed what and why.
///
/// - **Terms.** An *actor* does something; a *subject* is what it is done to; a *change* is an
///   action with what it was before and is after, and a reason.
/// - **Invariants.** [Audit#record] writes in the transaction of the change itself: either both
///   happen or none. The service's role may select and insert, nothing else. No secret is written:
///   callers name a key by its id and prefix.
/// - **Does not own.** Money: the ledger's entries are their own trail.
@NullMarked
package dev.farebox.audit;

import org.jspecify.annotations.NullMarked;
