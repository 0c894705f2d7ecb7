package dev.farebox.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of each model of a community price file. Every model of the file is in exactly one of
 * the three lists, except those that were not chosen, which are only counted.
 *
 * @param unread price-bearing keys that a price book cannot state, and how often they were met in
 *     the models chosen
 * @param unmatched patterns that chose no model
 */
public record ImportReport(
        String title,
        List<Accepted> accepted,
        List<Skipped> skipped,
        List<Refused> refused,
        int notChosen,
        SortedMap<String, Integer> unread,
        List<String> unmatched) {
    /** Read whole; {@code notes} say what was decided on the way. */
    public record Accepted(ModelPrice price, List<Issue> notes, List<String> unread) {}

    /** Nothing there that could be sold. */
    public record Skipped(String model, String reason) {}

    /** Something is wrong, and a wrong price is worse than none. */
    public record Refused(String model, List<Issue> issues) {}

    /** A book of the accepted models alone. */
    public PriceDraft draft() {
        return draftOver(new PriceDraft(title, null, Map.of(), Map.of()));
    }

    /** The accepted models over those of {@code book}, whose groups and other models stay. */
    public PriceDraft draftOver(PriceDraft book) {
        var models = new TreeMap<>(book.models());
        accepted.forEach(one -> models.put(one.price().model(), one.price()));
        return new PriceDraft(title, null, book.groups(), models);
    }

    /** The report for people, one line each. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        for (Accepted one : accepted) {
            lines.add("accepted " + one.price().model());
            one.notes().forEach(note -> lines.add("    note " + note));
            one.unread().forEach(key -> lines.add("    not imported: " + key));
        }
        skipped.forEach(one -> lines.add("skipped " + one.model() + ": " + one.reason()));
        for (Refused one : refused) {
            lines.add("refused " + one.model());
            one.issues().forEach(issue -> lines.add("    " + issue));
        }
        unread.forEach(
                (key, count) -> lines.add("key not imported: " + key + " (" + count + " models)"));
        unmatched.forEach(pattern -> lines.add("no model matches " + pattern));
        lines.add(
                "%d accepted, %d skipped, %d refused, %d not chosen"
                        .formatted(accepted.size(), skipped.size(), refused.size(), notChosen));
        if (!refused.isEmpty() || !skipped.isEmpty()) {
            lines.add("Only the accepted models are part of the draft.");
        }
        return List.copyOf(lines);
    }
}
