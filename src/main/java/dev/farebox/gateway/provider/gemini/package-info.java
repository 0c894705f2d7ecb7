/// Upstreams that speak Gemini's `generateContent`: their usage, streams, whole answers, refusals,
/// and conversations translated to and from them.
///
/// Bytes in, facts out; no IO. A channel's base URL includes the version, for example
/// `https://generativelanguage.googleapis.com/v1beta`; what follows is `/models/NAME:method`.
@NullMarked
package dev.farebox.gateway.provider.gemini;

import org.jspecify.annotations.NullMarked;
