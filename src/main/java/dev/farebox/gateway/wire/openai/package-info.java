/// The OpenAI dialect toward clients: reading a chat request, answering errors, listing models.
///
/// Bytes in, facts and bytes out; no IO. A request is scanned once and passed on byte for byte
/// except for the two values that we must own: the upstream's model name and `include_usage`.
@NullMarked
package dev.farebox.gateway.wire.openai;

import org.jspecify.annotations.NullMarked;
