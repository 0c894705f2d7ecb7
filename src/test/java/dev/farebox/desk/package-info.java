/// Promises of `dev.farebox.desk`.
@NullMarked
package dev.farebox.desk;

import org.jspecify.annotations.NullMarked;
