/// The OpenAI dialect against hostile and honest clients.
@NullMarked
package dev.farebox.gateway.wire.openai;

import org.jspecify.annotations.NullMarked;
