package dev.farebox.audit;

import dev.farebox.db.Tx;
import dev.farebox.id.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The trail of changes. Blocking; takes no locks. */
public final class Audit {
    private static final int LONGEST = 2_000;
    private static final int MOST_FIELDS = 50;

    private final Ids ids;
    private final AuditStore store = new AuditStore();

    public Audit(Ids ids) {
        this.ids = ids;
    }

    /**
     * Writes one line in the caller's transaction. Texts are cut at 2 000 characters and control
     * characters are replaced, so that a line can always be written and shown.
     */
    public AuditEntry record(Tx tx, Actor actor, Change change) {
        var id = ids.next();
        var entry =
                new AuditEntry(
                        id,
                        Instant.ofEpochMilli(Ids.epochMillis(id)),
                        new Actor(actor.kind(), clean(actor.id())),
                        new Change(
                                clean(change.action()),
                                new Subject(
                                        clean(change.subject().kind()),
                                        clean(change.subject().id())),
                                clean(change.before()),
                                clean(change.after()),
                                clean(change.reason())));
        store.insert(tx, entry);
        return entry;
    }

    /** One page, newest first. */
    public List<AuditEntry> page(Tx tx, AuditQuery query) {
        return store.page(tx, query);
    }

    private static Map<String, String> clean(Map<String, String> fields) {
        if (fields.size() > MOST_FIELDS) {
            throw new IllegalArgumentException(fields.size() + " fields in one audit line");
        }
        var cleaned = new TreeMap<String, String>();
        fields.forEach((name, value) -> cleaned.put(clean(name), clean(value)));
        return cleaned;
    }

    private static String clean(String text) {
        String limited = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return limited.codePoints()
                .map(c -> isUnfit(c) ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isUnfit(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    }
}
