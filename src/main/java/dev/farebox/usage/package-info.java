/// What one exchange consumed, measured or estimated, in one normalised record.
@NullMarked
package dev.farebox.usage;

import org.jspecify.annotations.NullMarked;
