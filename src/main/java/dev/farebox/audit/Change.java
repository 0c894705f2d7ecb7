package dev.farebox.audit;

import java.util.Map;

/**
 * One change, for the trail.
 *
 * @param action verb after noun: {@code key.revoke}
 * @param before the fields that matter and their values; empty for what is new
 * @param after likewise; empty for what is gone
 * @param reason in the actor's words; may be empty
 */
public record Change(
        String action,
        Subject subject,
        Map<String, String> before,
        Map<String, String> after,
        String reason) {
    public Change {
        before = Map.copyOf(before);
        after = Map.copyOf(after);
    }
}
