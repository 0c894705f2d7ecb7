/// What tests of all packages share.
@NullMarked
package dev.farebox.testkit;

import org.jspecify.annotations.NullMarked;
