package dev.farebox.pricing;

import dev.farebox.json.Node;
import dev.farebox.json.NodeReader;
import dev.farebox.money.Ratio;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import dev.farebox.usage.Dimension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the community model-price file (the JSON of {@code model_prices_and_context_window.json})
 * into a report and a draft book: cost is the file's number, price is cost × markup. Pure.
 *
 * <p>Numbers are taken as the text that the file holds. What is not a whole number of nano-credits
 * per million units, before or after the markup, is refused with the model that has it; so is what
 * is negative, absurd or not a number. One credit is one unit of the file's currency; the markup
 * also carries an exchange rate.
 */
public final class PriceImport {
    private static final int LONGEST_FILE = 32 * 1024 * 1024;
    private static final int DEEPEST = 12;
    private static final String SPECIFICATION = "sample_spec";
    private static final Set<String> TALKS = Set.of("chat", "completion", "responses");

    private final Options options;
    private final List<ImportReport.Accepted> accepted = new ArrayList<>();
    private final List<ImportReport.Skipped> skipped = new ArrayList<>();
    private final List<ImportReport.Refused> refused = new ArrayList<>();
    private final SortedMap<String, Integer> unread = new TreeMap<>();
    private int notChosen;

    private PriceImport(Options options) {
        this.options = options;
    }

    /**
     * How to import.
     *
     * @param title of the draft
     * @param markup price ÷ cost
     * @param chosen patterns of model names, {@code *} for any characters and {@code ?} for one;
     *     empty chooses all
     */
    public record Options(String title, Ratio markup, List<String> chosen, PriceLimits limits) {
        public Options {
            chosen = List.copyOf(chosen);
        }
    }

    /**
     * Reads a file of at most 32 MiB.
     *
     * @throws ProblemException INPUT_INVALID when it is not such a file: size, nesting, encoding, a
     *     key given twice
     */
    public static ImportReport read(Path file, Options options) {
        return read(NodeReader.text(file, LONGEST_FILE), options);
    }

    /** The same for a text. */
    public static ImportReport read(String json, Options options) {
        Node root = new NodeReader(LONGEST_FILE, DEEPEST).json(json);
        if (!(root instanceof Node.Fields(_, Map<String, Node> models))) {
            throw new ProblemException(
                    ProblemCode.INPUT_INVALID,
                    "A price file is an object of models, not " + root.kind() + ".");
        }
        if (models.size() > PriceLimits.MOST_MODELS) {
            throw new ProblemException(
                    ProblemCode.INPUT_INVALID,
                    "The file has more than " + PriceLimits.MOST_MODELS + " models.");
        }
        var run = new PriceImport(options);
        models.forEach(run::model);
        return run.report(models.keySet());
    }

    private ImportReport report(Set<String> models) {
        List<String> unmatched =
                options.chosen().stream()
                        .filter(pattern -> models.stream().noneMatch(m -> matches(pattern, m)))
                        .toList();
        return new ImportReport(
                options.title(),
                List.copyOf(accepted),
                List.copyOf(skipped),
                List.copyOf(refused),
                notChosen,
                unread,
                unmatched);
    }

    private void model(String model, Node node) {
        if (model.equals(SPECIFICATION)) {
            return;
        }
        if (!options.chosen().isEmpty()
                && options.chosen().stream().noneMatch(pattern -> matches(pattern, model))) {
            notChosen++;
            return;
        }
        if (!(node instanceof Node.Fields(_, Map<String, Node> fields))) {
            refuse(model, node, "expected an object, found " + node.kind());
        } else if (!PriceBookReader.isName(model)) {
            refuse(Findings.clipped(model), node, "is not a usable model name");
        } else {
            entry(model, node, fields);
        }
    }

    private void entry(String model, Node node, Map<String, Node> fields) {
        var entry = new PriceFileEntry(fields, options.limits());
        entry.unread().forEach(key -> unread.merge(key, 1, Integer::sum));
        var problems = new Findings();
        entry.problems().forEach(problems::add);
        Map<Dimension, Long> costs = entry.standard();
        if (problems.isEmpty() && costs.isEmpty()) {
            String has = entry.unread().isEmpty() ? "" : "; it has " + entry.unread();
            skipped.add(new ImportReport.Skipped(model, "no cost that a price book states" + has));
            return;
        }
        if (costs.values().stream().allMatch(cost -> cost == 0)) {
            problems.add(
                    node, model, "every cost is 0: write it into a book by hand to give it away");
        }
        String mode = fields.get("mode") instanceof Node.Text(_, String text) ? text : "chat";
        if (TALKS.contains(mode)
                && !(costs.containsKey(Dimension.INPUT) && costs.containsKey(Dimension.OUTPUT))) {
            problems.add(node, model, "mode " + mode + " without both an input and an output cost");
        }
        var notes = new ArrayList<>(entry.notes());
        ModelPrice price = price(model, entry, fields, problems, notes);
        if (problems.isEmpty()) {
            accepted.add(new ImportReport.Accepted(price, List.copyOf(notes), entry.unread()));
        } else {
            refused.add(new ImportReport.Refused(model, problems.issues()));
        }
    }

    private ModelPrice price(
            String model,
            PriceFileEntry entry,
            Map<String, Node> fields,
            Findings problems,
            List<Issue> notes) {
        var tiers = new TreeMap<String, Schedule>();
        for (PriceFileEntry.Slot slot : entry.costs().keySet()) {
            tiers.computeIfAbsent(slot.tier(), tier -> schedule(entry, tier, problems));
        }
        Schedule standard = tiers.remove("");
        return new ModelPrice(
                model,
                standard == null ? Schedule.of(Rates.NONE, Rates.NONE) : standard,
                tiers,
                limit(fields, "max_input_tokens", notes),
                limit(fields, "max_output_tokens", notes));
    }

    private Schedule schedule(PriceFileEntry entry, String tier, Findings problems) {
        Schedule flat = Schedule.of(Rates.NONE, Rates.NONE);
        var bands = new ArrayList<Band>();
        for (var stated : entry.costs().entrySet()) {
            PriceFileEntry.Slot slot = stated.getKey();
            if (slot.tier().equals(tier)) {
                var cost = new Rates(stated.getValue());
                Rates price = marked(slot, stated.getValue(), problems);
                if (slot.above() == 0) {
                    flat = Schedule.of(price, cost);
                } else {
                    bands.add(new Band(slot.above(), price, cost));
                }
            }
        }
        return new Schedule(flat.price(), flat.cost(), bands);
    }

    private Rates marked(PriceFileEntry.Slot slot, Map<Dimension, Long> costs, Findings problems) {
        var prices = new EnumMap<Dimension, Long>(Dimension.class);
        costs.forEach((dimension, cost) -> {
            String at = dimension.key() + slot;
            try {
                long price = Rates.times(cost, options.markup());
                prices.put(dimension, price);
                if (!options.limits().allows(dimension, price)) {
                    problems.add(
                            new Issue(
                                    0,
                                    at,
                                    "with the markup above the ceiling "
                                            + options.limits().ceiling(dimension)));
                }
            } catch (ArithmeticException _) {
                problems.add(
                        new Issue(
                                0,
                                at,
                                RateText.format(dimension, cost)
                                        + " × "
                                        + options.markup()
                                        + " is inexact: finer than a nano-credit per"
                                        + " million, or too large"));
            }
        });
        return new Rates(prices);
    }

    /** Hints are not prices: one that is not a whole number is left out, with a note. */
    private static long limit(Map<String, Node> fields, String key, List<Issue> notes) {
        Node node = fields.get(key);
        if (node == null || node instanceof Node.Nothing) {
            return 0;
        }
        var findings = new Findings();
        long tokens = findings.tokens(node, key);
        notes.addAll(findings.issues());
        return tokens;
    }

    private void refuse(String model, Node node, String problem) {
        refused.add(
                new ImportReport.Refused(model, List.of(new Issue(node.line(), model, problem))));
    }

    /**
     * {@code *} is any characters, {@code ?} is one; linear in both lengths but for one step back.
     */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int star = -1;
        int resume = 0;
        int t = 0;
        while (t < text.length()) {
            char c = p < pattern.length() ? pattern.charAt(p) : 0;
            if (c == '*' && p < pattern.length()) {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (c == '?' || c == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
