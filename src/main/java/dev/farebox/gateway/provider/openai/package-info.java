/// Upstreams that speak OpenAI's chat completions and small surfaces: usage, streams, whole
/// answers, refusals; requests translated to chat ([ChatWriter] says what is lost) and its answers
/// read back ([ChatDecoder]).
///
/// Bytes in, facts out; no IO. Knows the quirks of the vendors that imitate this protocol.
@NullMarked
package dev.farebox.gateway.provider.openai;

import org.jspecify.annotations.NullMarked;
