package dev.farebox.gateway.provider.demo;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One fault with its parameters, written {@code kind name=value …}; the first parameter of the kind
 * may stand bare.
 */
public record DemoFault(FaultKind kind, Map<String, String> values) {
    public static final DemoFault NONE = of(FaultKind.NONE);

    public DemoFault {
        values = Map.copyOf(values);
        for (var entry : values.entrySet()) {
            if (!parameter(kind, entry.getKey()).accepts(entry.getValue())) {
                throw new IllegalArgumentException(
                        "fault " + kind.key() + " does not accept " + entry);
            }
        }
    }

    public static DemoFault of(FaultKind kind) {
        return new DemoFault(kind, Map.of());
    }

    /** Reads {@code cut after=5} or {@code status 503}. */
    public static DemoFault parse(String text) {
        var directive = Directive.read(text);
        if (!directive.rest().isEmpty()) {
            throw new IllegalArgumentException("not a parameter of a fault: " + directive.rest());
        }
        return directive.fault();
    }

    static String known() {
        return Arrays.stream(FaultKind.values())
                .map(FaultKind::key)
                .collect(Collectors.joining(", "));
    }

    boolean is(FaultKind other) {
        return kind == other;
    }

    int number(String name) {
        return Integer.parseInt(word(name));
    }

    String word(String name) {
        String value = values.get(name);
        return value == null ? parameter(kind, name).fallback() : value;
    }

    private static FaultKind.Parameter parameter(FaultKind kind, String name) {
        return kind.parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "fault " + kind.key() + " has no parameter " + name));
    }

    /** A fault at the start of a text, and the text behind it. */
    record Directive(DemoFault fault, String rest) {
        static final String MARK = "!fault ";

        /** Where the directive of a prompt begins: with the text or with a line; -1 for none. */
        static int in(String text) {
            int line = text.indexOf("\n" + MARK);
            return text.startsWith(MARK) ? 0 : line < 0 ? -1 : line + 1;
        }

        static Directive read(String text) {
            String rest = text.strip();
            String name = firstWord(rest);
            FaultKind kind =
                    FaultKind.ofKey(name)
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "unknown fault '" + name + "'; known: " + known()));
            rest = rest.substring(name.length()).strip();
            var values = new HashMap<String, String>();
            while (!rest.isEmpty()) {
                String word = firstWord(rest);
                int equals = word.indexOf('=');
                if (equals > 0) {
                    values.put(word.substring(0, equals), word.substring(equals + 1));
                } else if (values.isEmpty()
                        && !kind.parameters().isEmpty()
                        && kind.parameters().getFirst().accepts(word)) {
                    values.put(kind.parameters().getFirst().name(), word);
                } else {
                    break;
                }
                rest = rest.substring(word.length()).strip();
            }
            return new Directive(new DemoFault(kind, values), rest);
        }

        private static String firstWord(String text) {
            int end = 0;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            return text.substring(0, end);
        }
    }
}
