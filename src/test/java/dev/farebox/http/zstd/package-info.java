@NullMarked
package dev.farebox.http.zstd;

import org.jspecify.annotations.NullMarked;
