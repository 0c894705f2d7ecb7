/// What reading documents promises.
@NullMarked
package dev.farebox.json;

import org.jspecify.annotations.NullMarked;
