/// Upstreams that speak OpenAI Responses: usage, streams, whole answers, translation.
///
/// Bytes in, facts out; no IO. Shares the readers of usage, faults and refusals with chat
/// completions.
@NullMarked
package dev.farebox.gateway.provider.responses;

import org.jspecify.annotations.NullMarked;
