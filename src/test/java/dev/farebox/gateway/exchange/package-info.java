/// What dialects and providers share, held to its promises.
@NullMarked
package dev.farebox.gateway.exchange;

import org.jspecify.annotations.NullMarked;
