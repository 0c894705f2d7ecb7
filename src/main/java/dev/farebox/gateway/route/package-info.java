/// Channels: configured upstream endpoints with their credentials, and the choice between them.
///
/// - **Terms.** A *channel* is one endpoint of one provider with one credential; it *serves*
///   models, each under the name that the upstream knows it by.
/// - **Owns.** The tables `channel` and `channel_version`.
/// - **Invariants.** A credential is stored sealed, authenticated with its row's id, and opened
///   only into [ChannelDirectory]'s memory; it is in no `toString`, listing, audit line or log
///   line. Every change bumps `channel_version` and writes an audit line in the same transaction.
/// - **Lock order.** The `channel_version` row, then channel rows.
@NullMarked
package dev.farebox.gateway.route;

import org.jspecify.annotations.NullMarked;
