/// Recorded responses and what they must be taken for.
@NullMarked
package dev.farebox.gateway.provider.responses;

import org.jspecify.annotations.NullMarked;
