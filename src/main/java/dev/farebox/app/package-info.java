/// Wires the product together by hand and starts it.
@NullMarked
package dev.farebox.app;

import org.jspecify.annotations.NullMarked;
