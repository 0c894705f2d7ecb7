package dev.farebox.audit;

import java.util.UUID;

/** What is changed, for example {@code key} and its id. */
public record Subject(String kind, String id) {
    public static Subject of(String kind, UUID id) {
        return new Subject(kind, id.toString());
    }
}
