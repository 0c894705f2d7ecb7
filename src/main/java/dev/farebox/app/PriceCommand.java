package dev.farebox.app;

import dev.farebox.money.Ratio;
import dev.farebox.pricing.ImportReport;
import dev.farebox.pricing.PriceBook;
import dev.farebox.pricing.PriceBookReader;
import dev.farebox.pricing.PriceBookText;
import dev.farebox.pricing.PriceBooks;
import dev.farebox.pricing.PriceDraft;
import dev.farebox.pricing.PriceImport;
import dev.farebox.pricing.PriceLimits;
import dev.farebox.pricing.PublishOutcome;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farebox price …}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "price",
        description = "Price books: list, show, check, publish, import, seed.")
final class PriceCommand {
    private static final int NEWEST = 50;

    @Command(
            mixinStandardHelpOptions = true,
            name = "list",
            description = "List the newest versions.")
    int list(@Mixin Target target) {
        return target.with(platform -> {
            platform.prices.refresh();
            int inForce =
                    platform.prices
                            .current(platform.clock.instant())
                            .map(PriceBook::version)
                            .orElse(0);
            var table = new Table("VERSION", "IN FORCE FROM", "TITLE", "PUBLISHED BY", "");
            platform.prices
                    .newest(NEWEST)
                    .forEach(one ->
                            table.row(
                                    one.version(),
                                    one.effectiveFrom().truncatedTo(ChronoUnit.SECONDS),
                                    one.title(),
                                    one.publishedBy(),
                                    one.version() == inForce ? "in force" : ""));
            Target.out().print(table);
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "show",
            description = "Print a price book as YAML: edit it, publish it anew.")
    int show(
            @Mixin Target target,
            @Option(names = "--version-number", description = "Which; the one in force by default.")
                    @Nullable Integer version) {
        return target.with(platform -> {
            Target.out().print(PriceBookText.show(book(platform, version)));
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "check",
            description = "Say what is wrong with a price book file.")
    int check(@Parameters(paramLabel = "FILE") Path file) {
        PriceDraft draft = draft(file);
        Target.out().println("%d models, nothing wrong.".formatted(draft.models().size()));
        return Cli.DONE;
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "publish",
            description = "Publish a price book file as the next version. It can never be changed.")
    int publish(@Mixin Target target, @Parameters(paramLabel = "FILE") Path file) {
        PriceDraft draft = draft(file);
        return target.with(platform -> publish(platform, draft));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "seed",
            description = "Print the book that ships with Farebox, to start from.")
    int seed() {
        Target.out().print(PriceBookText.write(PriceBooks.seed()));
        return Cli.DONE;
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "import",
            description = {
                "Read a model price file in the community JSON format, and report what it would",
                "do. Costs are taken exactly; prices are cost × markup, exactly or not at all."
            })
    int importFile(
            @Mixin Target target,
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--markup",
                            defaultValue = "1",
                            description = "Price ÷ cost, exactly: 1.25 or 5/4.")
                    String markup,
            @Option(
                            names = "--model",
                            paramLabel = "PATTERN",
                            description = "Only models that match; * stands for anything.")
                    List<String> models,
            @Option(names = "--title") @Nullable String title,
            @Option(
                            names = "--publish",
                            description = "Publish what was accepted, over the book in force.")
                    boolean publish) {
        var options =
                new PriceImport.Options(
                        title == null ? "import of " + file.getFileName() : title,
                        ratio(markup),
                        models == null ? List.of() : models,
                        PriceLimits.STANDARD);
        ImportReport report = PriceImport.read(file, options);
        report.lines().forEach(Target.out()::println);
        if (!publish) {
            Target.out().println("Nothing was published; add --publish to do so.");
            return Cli.DONE;
        }
        return target.with(platform -> {
            platform.prices.refresh();
            PriceDraft base =
                    platform.prices
                            .current(platform.clock.instant())
                            .map(PriceBook::content)
                            .orElseGet(
                                    () -> new PriceDraft(report.title(), null, Map.of(), Map.of()));
            return publish(platform, report.draftOver(base));
        });
    }

    private static int publish(Platform platform, PriceDraft draft) {
        PublishOutcome outcome =
                platform.database.tx(tx -> platform.prices.publish(tx, draft, Target.actor()));
        return switch (outcome) {
            case PublishOutcome.Refused(var issues) -> {
                issues.forEach(issue -> System.err.println("refused: " + issue));
                yield Cli.FAILED;
            }
            case PublishOutcome.Unchanged(int version) -> {
                Target.out().println("Version " + version + " says exactly this already.");
                yield Cli.DONE;
            }
            case PublishOutcome.Published(PriceBook book) -> {
                Target.out()
                        .println(
                                "Published version %d, in force from %s."
                                        .formatted(book.version(), book.effectiveFrom()));
                yield Cli.DONE;
            }
        };
    }

    private static PriceBook book(Platform platform, @Nullable Integer version) {
        platform.prices.refresh();
        var found =
                version == null
                        ? platform.prices.current(platform.clock.instant())
                        : platform.prices.byVersion(version);
        return found.orElseThrow(
                () -> new ProblemException(ProblemCode.NOT_FOUND, "there is no such price book"));
    }

    private static PriceDraft draft(Path file) {
        String yaml;
        try {
            yaml = Files.readString(file);
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.INPUT_INVALID, "cannot read the file: " + e.getMessage(), e);
        }
        return switch (PriceBookReader.read(yaml, PriceLimits.STANDARD)) {
            case PriceBookReader.Outcome.Read(PriceDraft draft) -> draft;
            case PriceBookReader.Outcome.Refused(var issues) ->
                    throw Read.refused(
                            file
                                    + " is refused:\n  "
                                    + String.join(
                                            "\n  ",
                                            issues.stream().map(Object::toString).toList()));
        };
    }

    private static Ratio ratio(String text) {
        try {
            return Ratio.parse(text);
        } catch (ArithmeticException | IllegalArgumentException _) {
            throw Read.refused(text + " is not a markup: give 1.25 or 5/4");
        }
    }
}
