package dev.farebox.app;

import dev.farebox.config.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code farebox config …}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "config",
        description = "The configuration: show what holds, and why.")
final class ConfigCommand {
    @Command(
            mixinStandardHelpOptions = true,
            name = "show",
            description = "Every key, the value that holds and where it came from; secrets masked.")
    int show(@Mixin Target target) {
        var table = new Table("KEY", "VALUE", "FROM");
        Configuration.describe(target.sources())
                .forEach(one -> table.row(one.name(), one.text(), one.origin()));
        Target.out().print(table);
        return Cli.DONE;
    }
}
