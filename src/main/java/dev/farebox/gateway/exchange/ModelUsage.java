package dev.farebox.gateway.exchange;

import dev.farebox.usage.Usage;

/** What one model consumed of an answer that several worked on; {@code model} as upstream says. */
public record ModelUsage(String model, Usage usage) {}
