/// Clients that speak Anthropic's Messages API: their requests, our errors, their streams.
///
/// Both API versions are served; headers go on as they are, and what a version allows is left to
/// the upstream. Thinking and call signatures of other providers travel inside a client's history
/// under a mark of ours (`Signatures`), so that they come back to where they belong.
@NullMarked
package dev.farebox.gateway.wire.anthropic;

import org.jspecify.annotations.NullMarked;
