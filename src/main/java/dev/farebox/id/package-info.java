/// Time-ordered identifiers and the prefixes people see.
@NullMarked
package dev.farebox.id;

import org.jspecify.annotations.NullMarked;
