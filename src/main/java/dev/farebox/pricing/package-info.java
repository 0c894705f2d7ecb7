/// Versioned immutable price books, and rating: usage to charge with its working.
@NullMarked
package dev.farebox.pricing;

import org.jspecify.annotations.NullMarked;
