/// Upstreams that speak Anthropic's Messages API: what their answers mean and cost.
///
/// A channel's base URL includes the version, as with every other kind: `https://host/v1`, to which
/// `/messages` and `/messages/count_tokens` are appended.
///
/// Usage is stated in three places, each of which may be missing: at the start, in the event that
/// ends the message, and, where several models or rounds worked on one answer, by iteration
/// (`AnthropicUsage`).
@NullMarked
package dev.farebox.gateway.provider.anthropic;

import org.jspecify.annotations.NullMarked;
