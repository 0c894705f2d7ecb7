/// Promises of `dev.farebox.http`.
@NullMarked
package dev.farebox.http;

import org.jspecify.annotations.NullMarked;
