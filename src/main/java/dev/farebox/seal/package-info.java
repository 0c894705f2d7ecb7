/// Seals secrets that must be stored and read again: provider credentials.
///
/// - **Terms.** A *master key* is a Tink key set kept outside the database; a *sealed* secret is
///   its AES-256-GCM ciphertext with the id of the key that sealed it.
/// - **Invariants.** A sealed secret opens only in the place it was sealed for: the place, for
///   example `channel/<id>/credential`, is authenticated with it. The database alone opens nothing.
///   Neither a master key nor an opened secret is ever logged.
/// - **Does not own.** Hashes of secrets that are only compared (API keys): see `identity`.
@NullMarked
package dev.farebox.seal;

import org.jspecify.annotations.NullMarked;
