/// Recorded upstream answers and what they must be taken for.
@NullMarked
package dev.farebox.gateway.provider.openai;

import org.jspecify.annotations.NullMarked;
