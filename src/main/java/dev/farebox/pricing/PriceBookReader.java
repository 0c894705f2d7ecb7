package dev.farebox.pricing;

import dev.farebox.json.Node;
import dev.farebox.json.NodeReader;
import dev.farebox.money.Ratio;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the YAML form of a price book. Everything that is wrong is reported at once, with line,
 * path and what was expected; a number that cannot be kept exactly is refused.
 */
public final class PriceBookReader {
    private static final int LONGEST_TEXT = 16 * 1024 * 1024;
    private static final int DEEPEST = 12;
    private static final int LONGEST_NAME = 200;
    private static final String NAME_RULE =
            "expected 1 to " + LONGEST_NAME + " printable characters, trimmed";
    private static final String WORD_RULE = "expected a name of a-z, 0-9, _, . and -, at most 40";
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,39}");
    private static final String TIER_RULE =
            "expected a tier of a-z, 0-9, _, ., - and + between words, at most 40";

    /** Several words where an answer was out of the ordinary in several ways: {@code fast+us}. */
    private static final Pattern TIER =
            Pattern.compile("(?=.{1,40}$)[a-z0-9][a-z0-9_.-]*(\\+[a-z0-9][a-z0-9_.-]*)*");

    private final Findings findings = new Findings();

    private PriceBookReader() {}

    /** What a text turned out to be. */
    public sealed interface Outcome {
        record Read(PriceDraft draft) implements Outcome {}

        record Refused(List<Issue> issues) implements Outcome {}
    }

    /**
     * Reads and checks against {@code limits}.
     *
     * @throws dev.farebox.problem.ProblemException INPUT_INVALID when it is not YAML, has a key
     *     twice, or is longer than 16 MiB
     */
    public static Outcome read(String yaml, PriceLimits limits) {
        var reader = new PriceBookReader();
        PriceDraft draft = reader.book(new NodeReader(LONGEST_TEXT, DEEPEST).yaml(yaml));
        if (reader.findings.isEmpty()) {
            limits.check(draft).forEach(reader.findings::add);
        }
        return reader.findings.isEmpty()
                ? new Outcome.Read(draft)
                : new Outcome.Refused(reader.findings.issues());
    }

    /** The same for a UTF-8 file of at most 16 MiB. */
    public static Outcome read(Path file, PriceLimits limits) {
        return read(NodeReader.text(file, LONGEST_TEXT), limits);
    }

    private PriceDraft book(Node root) {
        Map<String, Node> fields =
                findings.fields(root, "", "title", "effective_from", "groups", "models");
        Node title = fields.get("title");
        Node models = fields.get("models");
        if (title == null) {
            findings.add(root, "title", "missing");
        }
        if (models == null) {
            findings.add(root, "models", "missing");
        }
        return new PriceDraft(
                title == null ? "" : name(title, "title"),
                effectiveFrom(fields.get("effective_from")),
                groups(fields.get("groups")),
                models(models));
    }

    private @Nullable Instant effectiveFrom(@Nullable Node node) {
        if (node == null) {
            return null;
        }
        try {
            return Instant.parse(findings.text(node, "effective_from"));
        } catch (DateTimeParseException _) {
            findings.add(
                    node, "effective_from", "expected an instant such as 2026-11-01T00:00:00Z");
            return null;
        }
    }

    private Map<String, Ratio> groups(@Nullable Node node) {
        var groups = new TreeMap<String, Ratio>();
        if (node == null) {
            return groups;
        }
        findings.open(node, "groups")
                .forEach((name, value) -> {
                    String path = "groups." + name;
                    word(value, path, name);
                    groups.put(name, ratio(value, path, name));
                });
        return groups;
    }

    private Ratio ratio(Node node, String path, String group) {
        try {
            Ratio ratio = Ratio.parse(Findings.scalar(node));
            if (!group.equals(PriceBook.DEFAULT_GROUP) || ratio.equals(Ratio.ONE)) {
                return ratio;
            }
            findings.add(node, path, "is always 1");
        } catch (IllegalArgumentException | ArithmeticException _) {
            findings.add(node, path, "expected a multiplier such as 1, 0.85 or 17/20");
        }
        return Ratio.ONE;
    }

    private Map<String, ModelPrice> models(@Nullable Node node) {
        var models = new TreeMap<String, ModelPrice>();
        if (node == null) {
            return models;
        }
        Map<String, Node> fields = findings.open(node, "models");
        if (fields.size() > PriceLimits.MOST_MODELS) {
            findings.add(node, "models", "more than " + PriceLimits.MOST_MODELS);
            return models;
        }
        fields.forEach((model, value) -> {
            checkName(value, "models." + model, model);
            models.put(model, model(model, value));
        });
        return models;
    }

    private ModelPrice model(String model, Node node) {
        String path = "models." + model;
        Map<String, Node> fields =
                findings.fields(
                        node,
                        path,
                        "max_input_tokens",
                        "max_output_tokens",
                        "price",
                        "cost",
                        "long_context",
                        "tiers");
        var tiers = new TreeMap<String, Schedule>();
        Node tierNode = fields.get("tiers");
        if (tierNode != null) {
            findings.open(tierNode, path + ".tiers")
                    .forEach((name, value) -> {
                        String at = path + ".tiers." + name;
                        if (!TIER.matcher(name).matches()) {
                            findings.add(value, at, TIER_RULE);
                        }
                        Map<String, Node> tier =
                                findings.fields(value, at, "price", "cost", "long_context");
                        tiers.put(name, findings.schedule(tier, at));
                    });
        }
        if (!fields.containsKey("price")) {
            findings.add(node, path + ".price", "missing");
        }
        return new ModelPrice(
                model,
                findings.schedule(fields, path),
                tiers,
                findings.tokens(fields.get("max_input_tokens"), path + ".max_input_tokens"),
                findings.tokens(fields.get("max_output_tokens"), path + ".max_output_tokens"));
    }

    private String name(Node node, String path) {
        String text = findings.text(node, path);
        checkName(node, path, text);
        return text;
    }

    private void checkName(Node node, String path, String name) {
        if (!isName(name)) {
            findings.add(node, path, NAME_RULE);
        }
    }

    /** The names in a draft made in memory that its text cannot hold. */
    static List<Issue> unfitNames(PriceDraft draft) {
        var issues = new ArrayList<Issue>();
        if (!isName(draft.title())) {
            issues.add(new Issue(0, "title", NAME_RULE));
        }
        draft.groups().keySet().stream()
                .filter(name -> !WORD.matcher(name).matches())
                .forEach(name -> issues.add(new Issue(0, "groups", WORD_RULE)));
        draft.models()
                .forEach((name, model) -> {
                    if (!isName(name)) {
                        issues.add(new Issue(0, "models", NAME_RULE));
                    }
                    if (!model.tiers().keySet().stream()
                            .allMatch(tier -> TIER.matcher(tier).matches())) {
                        issues.add(new Issue(0, "models.tiers", TIER_RULE));
                    }
                });
        return issues;
    }

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.strip().equals(name)
                && name.codePoints().allMatch(PriceBookReader::isPrintable);
    }

    private static boolean isPrintable(int character) {
        int type = Character.getType(character);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.PRIVATE_USE;
    }

    private void word(Node node, String path, String name) {
        if (!WORD.matcher(name).matches()) {
            findings.add(node, path, WORD_RULE);
        }
    }
}
