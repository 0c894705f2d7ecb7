package dev.farebox.pricing;

import dev.farebox.usage.Usage;

/**
 * What one model consumed of an exchange that several models worked on, or one model in several
 * steps: each is rated by its own model, tier and length of context.
 */
public record Portion(String model, Usage usage) {}
