/// JSON at the edges: one strictly configured streaming factory, a UTF-8 check, small writers.
///
/// Accepts RFC 8259 and nothing else: no comments, no other encodings, no trailing commas, no UTF-8
/// that is overlong, truncated or encodes a surrogate.
@NullMarked
package dev.farebox.json;

import org.jspecify.annotations.NullMarked;
