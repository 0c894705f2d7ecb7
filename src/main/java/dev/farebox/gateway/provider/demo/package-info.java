/// The built-in demo provider: an HTTP server on loopback that speaks the APIs of OpenAI, Anthropic
/// and Google as they do, answers from nothing but the request, and misbehaves on demand.
///
/// *Terms.* An **answer** is what the provider says, the same in every dialect; a **beat** is one
/// step of saying it; a **script** puts the beats in the events of one dialect; a **play** is how
/// they are put on the wire: head, writes, pace and ending; a **fault** replaces parts of a play. A
/// **piece** is one demo token.
///
/// *A new dialect* is a reader, which makes an {@link Ask} of a body, and a {@link Script}; pacing,
/// framing and faults come from {@link Conversation}, {@link ScriptEvents} and {@link Plays}.
///
/// *Owns.* The server, its models, its token counting, its faults (listed in
/// `docs/reference/demo-provider.md`, which a test compares with {@link FaultKind}) and its
/// counters.
///
/// *Does not own.* Anything of the gateway: it is a channel like any other and is reached by URL
/// and key. Nothing here is used when the demo provider is not configured.
///
/// *Invariants.* The same request gets the same answer. Every request that was seen ends as exactly
/// one of refused, finished, cut or aborted. Completion tokens equal the pieces that were sent plus
/// the reasoning. Memory is bounded whatever is sent: bodies by {@link DemoSettings#MAX_BODY}, seen
/// prompts, kept requests and kept answers by fixed rings.
///
/// *Threads.* All of it runs on event loops and never blocks, but for {@link DemoFaults#await},
/// which is for tests. {@link DemoFaults} may be used from any thread.
@NullMarked
package dev.farebox.gateway.provider.demo;

import org.jspecify.annotations.NullMarked;
