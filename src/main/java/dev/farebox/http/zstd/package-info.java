/// Unpacks Zstandard (RFC 8878), the `zstd` content encoding of request bodies.
///
/// - **Terms.** A *frame* is a sequence of *blocks*; a block is *literals*, which are Huffman-coded
///   bytes, and *sequences*, each of which copies some literals and then repeats earlier output.
///   *FSE* is the entropy coding of the sequences' numbers.
/// - **Why our own.** `docs/decisions/0031-a-zstd-decoder-of-our-own.md`.
/// - **Invariants.** Plain arrays and checked indices alone: whatever is sent gives a result or an
///   [java.io.IOException], reads nothing that was not sent, and takes no more memory than its
///   output and some tables. Dictionaries are refused; the optional checksum is not looked at,
///   because a body comes over a transport that has its own.
@NullMarked
package dev.farebox.http.zstd;

import org.jspecify.annotations.NullMarked;
