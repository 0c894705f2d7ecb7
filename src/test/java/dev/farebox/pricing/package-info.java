/// What a price book promises: exact charges, exact texts, exact imports, immutable versions.
@NullMarked
package dev.farebox.pricing;

import org.jspecify.annotations.NullMarked;
