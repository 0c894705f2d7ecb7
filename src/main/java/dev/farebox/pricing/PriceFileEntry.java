package dev.farebox.pricing;

import dev.farebox.json.Node;
import dev.farebox.money.Ratio;
import dev.farebox.usage.Dimension;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads one model of the community price file into costs per tier and band. */
final class PriceFileEntry {
    private static final int SIGNIFICANT = 12;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final Set<Dimension> IN_AND_OUT = Set.of(Dimension.SECOND, Dimension.CHARACTER);
    private static final Set<String> GROUNDED = Set.of("gemini", "vertex_ai-language-models");

    /** Costs of one tier above one threshold. */
    record Slot(String tier, long above) {
        @Override
        public String toString() {
            return (tier.isEmpty() ? "" : " of tier " + tier)
                    + (above == 0 ? "" : " above " + above + " input tokens");
        }
    }

    private final PriceLimits limits;
    private final Map<Slot, EnumMap<Dimension, Long>> costs;
    private final Findings problems = new Findings();
    private final List<Issue> notes = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();

    PriceFileEntry(Map<String, Node> fields, PriceLimits limits) {
        this.limits = limits;
        this.costs = new TreeMap<>(Comparator.comparing(Slot::tier).thenComparingLong(Slot::above));
        fields.forEach((key, node) -> field(fields, key, node));
        if (fields.get("provider_specific_entry") instanceof Node.Fields(_, var multipliers)) {
            multipliers.forEach(this::multiplier);
        }
        noteTiersWithoutBands();
    }

    List<Issue> problems() {
        return problems.issues();
    }

    /** What was read in a way that the operator should know. */
    List<Issue> notes() {
        return List.copyOf(notes);
    }

    /** Keys that bear a price and were not read. */
    List<String> unread() {
        return List.copyOf(unread);
    }

    Map<Slot, EnumMap<Dimension, Long>> costs() {
        return costs;
    }

    /** The costs of the standard tier without a band; may be empty. */
    Map<Dimension, Long> standard() {
        return costs.getOrDefault(new Slot("", 0), new EnumMap<>(Dimension.class));
    }

    private void field(Map<String, Node> fields, String key, Node node) {
        switch (key) {
            case "search_context_cost_per_query" -> search(provider(fields), key, node);
            case "tiered_pricing" -> tiers(key, node);
            case "provider_specific_entry" -> {}
            default ->
                    PriceFileKey.of(key)
                            .ifPresentOrElse(read -> cost(read, key, node), () -> skip(key, node));
        }
    }

    private void skip(String key, Node node) {
        if (PriceFileKey.looksLikeAPrice(key) && !isZero(node)) {
            unread.add(key);
        }
    }

    private static boolean isZero(Node node) {
        return switch (node) {
            case Node.Nothing _ -> true;
            case Node.Numeral(_, String text) -> text.matches("[0.]+");
            case Node.Text _, Node.Flag _, Node.Fields _, Node.Items _ -> false;
        };
    }

    private static String provider(Map<String, Node> fields) {
        Node provider = fields.get("litellm_provider");
        return provider == null ? "" : Findings.scalar(provider);
    }

    /** One price by the size of the searched context; our meter counts searches only. */
    private void search(String provider, String key, Node node) {
        Dimension dimension =
                GROUNDED.contains(provider) ? Dimension.GROUNDING : Dimension.WEB_SEARCH;
        if (!(node instanceof Node.Fields(_, Map<String, Node> sizes))) {
            cost(PriceFileKey.standard(dimension), key, node);
            return;
        }
        Node medium = sizes.get("search_context_size_medium");
        if (medium == null) {
            unread.add(key);
            return;
        }
        cost(PriceFileKey.standard(dimension), key + ".search_context_size_medium", medium);
        boolean same = sizes.values().stream().map(Findings::scalar).distinct().count() == 1;
        if (!same) {
            note(node, key, "differs by context size; the medium size was taken");
        }
    }

    /** A list of ranges of input tokens, each with keys of its own. */
    private void tiers(String key, Node node) {
        if (!(node instanceof Node.Items(_, List<Node> items))) {
            problems.add(node, key, "expected a list, found " + node.kind());
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            String at = key + "[" + i + "]";
            if (items.get(i) instanceof Node.Fields(_, Map<String, Node> fields)
                    && fields.get("range") instanceof Node.Items(_, List<Node> range)
                    && !range.isEmpty()
                    && range.getFirst() instanceof Node.Numeral from) {
                long above = wholeTokens(from, at + ".range");
                fields.forEach((inner, value) ->
                        PriceFileKey.of(inner)
                                .ifPresentOrElse(
                                        read ->
                                                cost(
                                                        read.aboveTokens(above),
                                                        at + "." + inner,
                                                        value),
                                        () -> skip(key + "." + inner, value)));
            } else {
                unread.add(key);
            }
        }
    }

    private long wholeTokens(Node.Numeral node, String path) {
        try {
            return Math.max(0, RateText.scaled(RateText.decimal(node.text()), 0));
        } catch (NumberFormatException | ArithmeticException _) {
            problems.add(node, path, "expected a whole number of tokens, found " + node.text());
            return 0;
        }
    }

    /** {@code fast: 6.0}: the token costs of that tier are the standard ones times six. */
    private void multiplier(String name, Node node) {
        String path = "provider_specific_entry." + name;
        if (!name.equals("fast") || costs.keySet().stream().anyMatch(s -> s.tier().equals(name))) {
            unread.add(path);
            return;
        }
        try {
            Ratio factor = Ratio.parse(RateText.decimal(Findings.scalar(node)).toPlainString());
            List.copyOf(costs.keySet()).stream()
                    .filter(slot -> slot.tier().isEmpty())
                    .forEach(slot -> multiply(slot, name, factor));
            note(node, path, "was read as the tier \"" + name + "\", token costs × " + factor);
        } catch (IllegalArgumentException | ArithmeticException _) {
            problems.add(node, path, "does not give exact costs: " + Findings.scalar(node));
        }
    }

    private void multiply(Slot standard, String tier, Ratio factor) {
        var multiplied = new EnumMap<Dimension, Long>(Dimension.class);
        costs.getOrDefault(standard, new EnumMap<>(Dimension.class))
                .forEach((dimension, cost) -> {
                    if (dimension.isInputToken() || dimension.isOutputToken()) {
                        multiplied.put(dimension, Rates.times(cost, factor));
                    }
                });
        costs.put(new Slot(tier, standard.above()), multiplied);
    }

    private void cost(PriceFileKey key, String path, Node node) {
        if (node instanceof Node.Nothing) {
            return;
        }
        if (!(node instanceof Node.Numeral(_, String text))) {
            problems.add(
                    node,
                    path,
                    "expected a number, found "
                            + node.kind()
                            + " "
                            + Findings.clipped(Findings.scalar(node)));
            return;
        }
        try {
            BigDecimal value = RateText.decimal(text);
            if (value.signum() < 0) {
                problems.add(node, path, text + " is negative");
            } else if (isAbsurd(key, value)) {
                problems.add(
                        node,
                        path,
                        text + " is absurd: above the ceiling " + limits.ceiling(key.dimension()));
            } else {
                put(key, path, node, exact(key, value));
            }
        } catch (NumberFormatException _) {
            problems.add(node, path, Findings.clipped(text) + " is not a plausible number");
        } catch (ArithmeticException e) {
            problems.add(node, path, text + " is inexact: " + e.getMessage());
        }
    }

    private boolean isAbsurd(PriceFileKey key, BigDecimal value) {
        BigDecimal rate = value.movePointRight(key.places()).setScale(0, RoundingMode.CEILING);
        return rate.compareTo(LARGEST) > 0
                || !limits.allows(key.dimension(), rate.longValueExact());
    }

    private static long exact(PriceFileKey key, BigDecimal value) {
        try {
            return RateText.scaled(value, key.places());
        } catch (ArithmeticException _) {
            BigDecimal near = value.round(new MathContext(SIGNIFICANT, RoundingMode.HALF_EVEN));
            throw new ArithmeticException(
                    "finer than a nano-credit per million; the nearest with "
                            + SIGNIFICANT
                            + " digits is "
                            + near.stripTrailingZeros());
        }
    }

    private void put(PriceFileKey key, String path, Node node, long cost) {
        var slot =
                costs.computeIfAbsent(
                        new Slot(key.tier(), key.above()), _ -> new EnumMap<>(Dimension.class));
        Long before = slot.putIfAbsent(key.dimension(), cost);
        if (before == null || before == cost) {
            return;
        }
        if (IN_AND_OUT.contains(key.dimension()) && (before == 0 || cost == 0)) {
            slot.put(key.dimension(), Math.max(before, cost));
            return;
        }
        problems.add(
                node,
                path,
                "a second cost for "
                        + key.dimension().key()
                        + ": "
                        + RateText.format(key.dimension(), cost)
                        + " after "
                        + RateText.format(key.dimension(), before));
    }

    private void noteTiersWithoutBands() {
        boolean banded = costs.keySet().stream().anyMatch(s -> s.tier().isEmpty() && s.above() > 0);
        costs.keySet().stream()
                .map(Slot::tier)
                .filter(tier -> banded && !tier.isEmpty())
                .distinct()
                .filter(tier ->
                        costs.keySet().stream()
                                .noneMatch(s -> s.tier().equals(tier) && s.above() > 0))
                .forEach(tier ->
                        notes.add(
                                new Issue(
                                        0,
                                        "tier " + tier,
                                        "has no long-context costs, the standard tier has:"
                                                + " its long requests cost as its short"
                                                + " ones")));
    }

    private void note(Node node, String path, String text) {
        notes.add(new Issue(node.line(), path, text));
    }
}
