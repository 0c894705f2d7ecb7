package dev.farebox.gateway.stored;

import dev.farebox.gateway.exchange.StoredId;
import java.util.UUID;

/**
 * Something that a customer owns at a channel.
 *
 * @param tokens what a request takes in by continuing it, as far as is known
 */
public record Owned(StoredId id, UUID channel, long tokens) {}
