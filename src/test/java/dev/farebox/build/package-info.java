/// Tests of the build itself: the shape of the code, its tidiness, its documents.
@NullMarked
package dev.farebox.build;

import org.jspecify.annotations.NullMarked;
