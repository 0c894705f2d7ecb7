/// Recorded answers of Anthropic's dialect, what they must be taken for, and what is sent there.
@NullMarked
package dev.farebox.gateway.provider.anthropic;

import org.jspecify.annotations.NullMarked;
