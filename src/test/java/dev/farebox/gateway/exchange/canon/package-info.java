/// What belongs to the canonical conversation itself.
@NullMarked
package dev.farebox.gateway.exchange.canon;

import org.jspecify.annotations.NullMarked;
