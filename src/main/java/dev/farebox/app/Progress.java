package dev.farebox.app;

import java.io.Console;

/** A progress bar on a terminal; silent where the output is not one. */
final class Progress {
    private static final int WIDTH = 40;

    private final String unit;
    private final int total;
    private final boolean visible = isTerminal();

    Progress(String unit, int total) {
        this.unit = unit;
        this.total = total;
    }

    void show(int done) {
        if (visible) {
            int filled = (int) ((long) done * WIDTH / total);
            System.err.print(
                    "\r[%s%s] %d/%d %s"
                            .formatted(
                                    "#".repeat(filled),
                                    " ".repeat(WIDTH - filled),
                                    done,
                                    total,
                                    unit));
            System.err.flush();
        }
    }

    void done() {
        if (visible) {
            System.err.print("\r" + " ".repeat(WIDTH + 30) + "\r");
            System.err.flush();
        }
    }

    /** Java may give no console at all, whatever its newest version promises. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
