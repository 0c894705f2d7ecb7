package dev.farebox.pricing;

import dev.farebox.json.Node;
import dev.farebox.usage.Dimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes values out of nodes and collects what is wrong with them, so that one run finds it all. */
final class Findings {
    private static final int MOST = 200;

    private final List<Issue> issues = new ArrayList<>();

    boolean isEmpty() {
        return issues.isEmpty();
    }

    List<Issue> issues() {
        return List.copyOf(issues);
    }

    void add(Node node, String path, String problem) {
        add(new Issue(node.line(), path, problem));
    }

    void add(Issue issue) {
        if (issues.size() < MOST) {
            issues.add(issue);
        }
    }

    /** The fields of an object whose keys are all among {@code known}. */
    Map<String, Node> fields(Node node, String path, String... known) {
        Map<String, Node> fields = open(node, path);
        fields.forEach((key, value) -> {
            if (!Arrays.asList(known).contains(key)) {
                add(value, join(path, key), "unknown key; known: " + List.of(known));
            }
        });
        return fields;
    }

    /** The fields of an object with free keys. */
    Map<String, Node> open(Node node, String path) {
        if (node instanceof Node.Fields(_, Map<String, Node> fields)) {
            return fields;
        }
        add(
                node,
                path.isEmpty() ? "the document" : path,
                "expected an object, found " + node.kind());
        return Map.of();
    }

    String text(Node node, String path) {
        if (node instanceof Node.Text(_, String value)) {
            return value;
        }
        add(node, path, "expected a string, found " + node.kind());
        return "?";
    }

    /** A string or a number as it was written; empty for anything else. */
    static String scalar(Node node) {
        return switch (node) {
            case Node.Text(_, String value) -> value;
            case Node.Numeral(_, String text) -> text;
            case Node.Fields _, Node.Items _, Node.Flag _, Node.Nothing _ -> "";
        };
    }

    /** A positive count of tokens; 0 when it is not there. */
    long tokens(@Nullable Node node, String path) {
        if (node == null) {
            return 0;
        }
        try {
            long tokens = RateText.scaled(RateText.decimal(scalar(node)), 0);
            if (tokens > 0) {
                return tokens;
            }
        } catch (NumberFormatException | ArithmeticException _) {
            add(node, path, "expected a whole number of tokens" + found(node));
            return 0;
        }
        add(node, path, "expected more than 0 tokens");
        return 0;
    }

    Schedule schedule(Map<String, Node> fields, String path) {
        return new Schedule(
                rates(fields.get("price"), path + ".price"),
                rates(fields.get("cost"), path + ".cost"),
                bands(fields.get("long_context"), path + ".long_context"));
    }

    private List<Band> bands(@Nullable Node node, String path) {
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof Node.Items(_, List<Node> items))) {
            add(node, path, "expected a list, found " + node.kind());
            return List.of();
        }
        var bands = new TreeMap<Long, Band>();
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            String at = path + "[" + i + "]";
            Map<String, Node> fields = fields(item, at, "above_input_tokens", "price", "cost");
            long above = tokens(fields.get("above_input_tokens"), at + ".above_input_tokens");
            if (!fields.containsKey("above_input_tokens")) {
                add(item, at + ".above_input_tokens", "missing");
            }
            Rates price = rates(fields.get("price"), at + ".price");
            Rates cost = rates(fields.get("cost"), at + ".cost");
            if (above > 0 && bands.put(above, new Band(above, price, cost)) != null) {
                add(item, at + ".above_input_tokens", above + " is given twice");
            }
        }
        return List.copyOf(bands.values());
    }

    private Rates rates(@Nullable Node node, String path) {
        if (node == null) {
            return Rates.NONE;
        }
        var rates = new EnumMap<Dimension, Long>(Dimension.class);
        open(node, path)
                .forEach((key, value) -> {
                    Optional<Dimension> dimension = Dimension.ofKey(key);
                    if (dimension.isEmpty()) {
                        add(value, join(path, key), "unknown key; known: " + dimensions());
                    } else {
                        rates.put(dimension.get(), rate(value, join(path, key), dimension.get()));
                    }
                });
        return new Rates(rates);
    }

    private long rate(Node node, String path, Dimension dimension) {
        String expected = "expected credits " + RateText.unit(dimension) + " such as \"2.50\"";
        try {
            long rate = RateText.parse(dimension, scalar(node));
            if (rate >= 0) {
                return rate;
            }
            add(node, path, "is negative");
        } catch (NumberFormatException _) {
            add(node, path, expected + found(node));
        } catch (ArithmeticException _) {
            add(
                    node,
                    path,
                    "cannot be kept exactly: at most "
                            + (RateText.isPerMillion(dimension) ? 9 : 15)
                            + " decimals, and less than 9 billion");
        }
        return 0;
    }

    private static String found(Node node) {
        String text = scalar(node);
        return text.isEmpty() ? ", found " + node.kind() : ", found " + clipped(text);
    }

    static String clipped(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static List<String> dimensions() {
        return Arrays.stream(Dimension.values()).map(Dimension::key).toList();
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
