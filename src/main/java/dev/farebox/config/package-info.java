/// The configuration record tree: load, validate, describe; secret references.
///
/// [Configuration] is read once at start from, in rising precedence, the built-in defaults, one
/// YAML file, the environment (`FAREBOX_<SECTION>_<KEY>`) and the command line. It never changes
/// after.
///
/// - **Terms.** A *key* is one setting with its kind, default, example and meaning; a *section* is
///   the keys of one settings record; a *fault* is one sentence about one mistake.
/// - **Invariants.** Every key is declared once, beside the record that reads it, and
///   `docs/reference/configuration.md` and `deploy/farebox.example.yaml` are written from those
///   declarations. An unknown key is refused with the nearest known name. All faults are reported
///   together. A secret never appears in a fault, a description or a `toString`.
/// - **Does not own.** What lives in the database and changes while the service runs: customers,
///   keys, channels, prices.
@NullMarked
package dev.farebox.config;

import org.jspecify.annotations.NullMarked;
