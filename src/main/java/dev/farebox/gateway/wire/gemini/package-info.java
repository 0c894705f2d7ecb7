/// The Gemini dialect toward clients: reading requests to generate, count and embed, answering
/// errors, passing streams on as events or as a JSON array in pieces, listing models; and reading
/// and writing conversations for upstreams of another dialect.
///
/// Bytes in, facts and bytes out; no IO. The path names the model and says whether the answer is a
/// stream. The JSON is proto-JSON: a member may be spelled in camel case or in snake case, a single
/// message may stand where a list is meant, and a whole number may be written as text.
@NullMarked
package dev.farebox.gateway.wire.gemini;

import org.jspecify.annotations.NullMarked;
