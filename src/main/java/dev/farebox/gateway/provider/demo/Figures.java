package dev.farebox.gateway.provider.demo;

import java.util.function.Function;

/**
 * The numbers of a usage report as they are written; a fault writes some that cannot be right. What
 * {@code in} and {@code out} hold is the dialect's matter.
 */
record Figures(String in, String out, String sum, long cached, boolean consistent) {
    private static final long HUGE = 9_000_000_000_000L;

    static Figures of(long in, long out, long sum, long cached) {
        return new Figures(Long.toString(in), Long.toString(out), Long.toString(sum), cached, true);
    }

    /** As JSON, or empty to leave the usage out. */
    String report(DemoFault fault, Function<Figures, String> form, String inputName) {
        return switch (fault.kind()) {
            case NO_USAGE -> "";
            case USAGE_NULL -> "null";
            case WRONG_USAGE ->
                    switch (fault.word("how")) {
                        case "missing" -> "{\"" + inputName + "\":" + in + "}";
                        case "not_object" -> "\"plenty\"";
                        default -> form.apply(wrong(fault.word("how")));
                    };
            default -> form.apply(this);
        };
    }

    private Figures wrong(String how) {
        return switch (how) {
            case "huge" ->
                    new Figures(
                            in,
                            Long.toString(HUGE),
                            Long.toString(HUGE + Long.parseLong(in)),
                            cached,
                            true);
            case "negative" -> new Figures("-" + in, out, sum, cached, true);
            case "inconsistent" ->
                    new Figures(in, out, Long.toString(Long.parseLong(in) / 2), cached, false);
            case "strings" ->
                    new Figures('"' + in + '"', '"' + out + '"', '"' + sum + '"', cached, true);
            case "fraction" -> new Figures(in + ".5", out + ".25", sum + ".75", cached, true);
            case "overflow" ->
                    new Figures("99999999999999999999", out, "99999999999999999999", cached, true);
            case "cached" -> new Figures(in, out, sum, Long.parseLong(in) + 1000, true);
            default -> throw new IllegalStateException("no wrong usage is called " + how);
        };
    }
}
