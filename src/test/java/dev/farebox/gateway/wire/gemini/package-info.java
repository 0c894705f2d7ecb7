/// The Gemini dialect toward clients: scans, errors, streams passed on, lists, translation.
@NullMarked
package dev.farebox.gateway.wire.gemini;

import org.jspecify.annotations.NullMarked;
