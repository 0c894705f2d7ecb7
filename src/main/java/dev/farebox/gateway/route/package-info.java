/// Channels: configured upstream endpoints with their credentials, and the choice between them.
///
/// - **Terms.** A *channel* is one endpoint of one provider with one credential; its *kind* says
///   what it speaks; it *serves* models, each under the name that the upstream knows it by. Its
///   *terms* say when it is used and how much. A *ticket* is the right to one upstream call.
/// - **Owns.** The tables `channel` and `channel_version`; in memory, what this node has learned of
///   each channel.
/// - **Start at.** [Channels] for what is stored, [ChannelDirectory] for what can be used, [Router]
///   for the choice: [Selection] decides, [Breaker] says what a failure does.
/// - **Invariants.** Credentials and header values are stored sealed, authenticated with their
///   row's id, and opened only into [ChannelDirectory]'s memory; they are in no `toString`,
///   listing, audit line or log line. Every change bumps `channel_version`, puts that number on the
///   row and writes an audit line in the same transaction. Budgets are never exceeded on a node,
///   however many calls come together; after a bench exactly one call is let through.
/// - **Does not own.** What the kinds mean on the wire, the order of attempts within a request and
///   its budget, and upstream connections: all of the gateway's.
/// - **Lock order.** The `channel_version` row, then channel rows. In memory: one `ChannelState` at
///   a time, for the length of a few map operations.
@NullMarked
package dev.farebox.gateway.route;

import org.jspecify.annotations.NullMarked;
