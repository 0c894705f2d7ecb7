/// Operational failures: one exception type carrying a stable code.
@NullMarked
package dev.farebox.problem;

import org.jspecify.annotations.NullMarked;
