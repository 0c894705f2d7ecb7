package dev.farebox.app;

/** Entry point of the jar. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(Cli.run(args.length == 0 ? new String[] {"--help"} : args));
    }
}
