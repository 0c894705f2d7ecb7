/// The server's edge: what a connection and a request body may take of this process before anything
/// is known about who sends it.
///
/// - **Terms.** A *budget* is the memory that all bodies together may hold; a *guard* watches the
///   connections of one event loop; a *drain* reads what a refused client still sends, so that it
///   gets to read our answer.
/// - **Owns.** Body limits, time-outs against slow senders, bounded inflation (gzip, deflate, zstd;
///   one of them at a time), the listener's options.
/// - **Does not own.** Paths, credentials, wire dialects.
/// - **Invariants.** Every byte that is buffered is accounted for in the budget and given back
///   once; nothing here blocks an event loop, and inflation runs on a virtual thread.
@NullMarked
package dev.farebox.http;

import org.jspecify.annotations.NullMarked;
