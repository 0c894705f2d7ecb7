/// Recorded streams, whole answers and refusals of Gemini upstreams, and translation to them.
@NullMarked
package dev.farebox.gateway.provider.gemini;

import org.jspecify.annotations.NullMarked;
