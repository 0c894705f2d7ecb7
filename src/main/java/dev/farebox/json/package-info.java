/// JSON at the edges: one strictly configured streaming factory, a UTF-8 check, small writers; and
/// documents that people and strangers wrote, read with bounds and line numbers (`NodeReader`).
///
/// Accepts RFC 8259 and nothing else: no comments, no other encodings, no trailing commas, no UTF-8
/// that is overlong, truncated or encodes a surrogate. A document may also be YAML; its size,
/// nesting and numbers are bounded, and a key given twice, an alias or trailing content is refused.
@NullMarked
package dev.farebox.json;

import org.jspecify.annotations.NullMarked;
