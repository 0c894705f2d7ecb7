/// Promises of `dev.farebox.gateway`.
@NullMarked
package dev.farebox.gateway;

import org.jspecify.annotations.NullMarked;
