/// The OpenAI dialect toward clients: chat completions and the small surfaces, errors, the model
/// list.
///
/// Bytes in, facts and bytes out; no IO. A request is scanned once and passed on byte for byte
/// except for the two values that we must own: the upstream's model name and `include_usage`. Chat
/// is also translated ([ChatCanonReader] says what is dropped and what is refused, [ChatEncoder]
/// writes answers); the small surfaces never are ([MediaWire]; forms by [Multipart]).
@NullMarked
package dev.farebox.gateway.wire.openai;

import org.jspecify.annotations.NullMarked;
