/// What clients of the Responses dialect send and get.
@NullMarked
package dev.farebox.gateway.wire.responses;

import org.jspecify.annotations.NullMarked;
