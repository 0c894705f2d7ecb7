package dev.farebox.pricing;

import java.util.List;

/** What became of a draft that was to be published; the cases stand in order of precedence. */
public sealed interface PublishOutcome {
    /** Nothing was written. */
    record Refused(List<Issue> issues) implements PublishOutcome {}

    /** The highest version already says exactly this. Nothing was written. */
    record Unchanged(int version) implements PublishOutcome {}

    /** Written, visible to others once the transaction commits and they refresh. */
    record Published(PriceBook book) implements PublishOutcome {}
}
