/// What clients of Anthropic's dialect send and what they get.
@NullMarked
package dev.farebox.gateway.wire.anthropic;

import org.jspecify.annotations.NullMarked;
