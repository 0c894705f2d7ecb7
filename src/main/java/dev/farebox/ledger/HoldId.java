package dev.farebox.ledger;

import java.util.UUID;

/**
 * A hold, and for ever after it the usage line that resolved it. Equal to the request's id
 * (UUIDv7).
 */
public record HoldId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
