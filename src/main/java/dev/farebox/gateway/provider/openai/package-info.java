/// Upstreams that speak OpenAI chat completions: usage, streams, whole answers, refusals.
///
/// Bytes in, facts out; no IO. Knows the quirks of the vendors that imitate this protocol.
@NullMarked
package dev.farebox.gateway.provider.openai;

import org.jspecify.annotations.NullMarked;
