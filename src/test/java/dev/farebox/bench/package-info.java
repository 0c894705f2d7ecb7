/// The load tool: what a billed request costs in processor time, of the service and of PostgreSQL.
///
/// Run by hand ({@link dev.farebox.bench.Bench}), never by `verify`. `docs/performance.md` says
/// how.
@NullMarked
package dev.farebox.bench;

import org.jspecify.annotations.NullMarked;
