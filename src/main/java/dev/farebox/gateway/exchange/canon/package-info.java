/// The canonical conversation: what every dialect's requests and answers are translated through.
///
/// With one model in the middle, N client dialects and M provider dialects need N + M adapters. A
/// `ConversationWire` reads a client's request into a [CanonRequest] and writes [CanonEvent]s in
/// the client's dialect; a `ConversationProvider` writes a [CanonRequest] in the upstream's dialect
/// and reads its answer into [CanonEvent]s. A whole answer is the same events, all at once.
///
/// Whatever would change meaning or money is refused by name ([Untranslatable]) instead of dropped;
/// what is dropped silently is listed in `docs/reference/dialects.md`.
@NullMarked
package dev.farebox.gateway.exchange.canon;

import org.jspecify.annotations.NullMarked;
