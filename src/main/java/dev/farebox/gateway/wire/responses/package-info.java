/// The OpenAI Responses dialect toward clients: requests, token counts and compactions.
///
/// A request is scanned once and passed on byte for byte except for the model's name. Errors are
/// worded so that Codex, which repeats most 4xx and all 5xx, stops where repeating is in vain.
@NullMarked
package dev.farebox.gateway.wire.responses;

import org.jspecify.annotations.NullMarked;
