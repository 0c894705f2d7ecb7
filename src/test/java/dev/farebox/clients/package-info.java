/// Real clients, unmodified, through Farebox: the SDKs from npm and Maven that programs are written
/// with, and the agents that people sit in front of.
///
/// All of them share one `farebox demo` in a process of its own ([ClientWorld]), and a way out of
/// the machine that refuses everything and remembers it. What each did when something went wrong,
/// and what it showed its user, is written to `target/clients-report.md`.
@NullMarked
package dev.farebox.clients;

import org.jspecify.annotations.NullMarked;
