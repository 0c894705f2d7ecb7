/// Promises of `dev.farebox.money`.
@NullMarked
package dev.farebox.money;

import org.jspecify.annotations.NullMarked;
