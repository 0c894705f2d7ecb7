package dev.farebox.app;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code doctor} found: a line each, red ones with their remedy. */
final class Findings {
    private final List<String> lines = new ArrayList<>();
    private int red;

    void green(String what, String fact) {
        lines.add("green  %-15s %s".formatted(what, fact));
    }

    void red(String what, @Nullable String fact, String remedy) {
        red++;
        lines.add("red    %-15s %s".formatted(what, fact));
        lines.add("       %-15s → %s".formatted("", remedy));
    }

    void check(boolean good, String what, String fact, String remedy) {
        if (good) {
            green(what, fact);
        } else {
            red(what, fact, remedy);
        }
    }

    int print() {
        lines.forEach(Target.out()::println);
        Target.out().println(red == 0 ? "All green." : red + " red.");
        return red == 0 ? Cli.DONE : Cli.RED;
    }
}
