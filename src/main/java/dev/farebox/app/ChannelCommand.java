package dev.farebox.app;

import dev.farebox.config.Secret;
import dev.farebox.gateway.route.Channel;
import dev.farebox.gateway.route.ChannelDirectory;
import dev.farebox.gateway.route.ChannelTimeouts;
import dev.farebox.gateway.route.NewChannel;
import dev.farebox.id.IdText;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farebox channel …}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "channel",
        description = "Where requests go: add, list, test, enable, disable, remove.")
final class ChannelCommand {
    private static final String PROVIDER = "openai";

    @Command(
            mixinStandardHelpOptions = true,
            name = "add",
            description = {
                "Add an upstream that speaks the OpenAI protocol. Running servers use it within a",
                "second. Try it with `farebox channel test` before customers do."
            })
    int add(
            @Mixin Target target,
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--url",
                            required = true,
                            description = "Base URL, usually ending in /v1.")
                    String url,
            @Option(
                            names = "--model",
                            required = true,
                            paramLabel = "MODEL[=UPSTREAM]",
                            description = "A model it serves, and its name there; repeat for more.")
                    List<String> models,
            @Option(
                            names = "--credential-file",
                            paramLabel = "FILE",
                            description = "File with the upstream's key; - reads standard input.")
                    @Nullable Path credential,
            @Option(names = "--header", paramLabel = "NAME=VALUE")
                    @Nullable Map<String, String> headers,
            @Option(names = "--weight", defaultValue = "1") int weight) {
        var what =
                new NewChannel(
                        name,
                        PROVIDER,
                        URI.create(url.strip().replace(" ", "%20")),
                        Optional.ofNullable(credential).map(ChannelCommand::secret),
                        mapping(models),
                        headers == null ? Map.of() : headers,
                        ChannelTimeouts.CONFIGURED,
                        weight);
        return target.with(platform -> {
            Channel channel =
                    platform.database.tx(tx -> platform.channels.add(tx, Target.actor(), what));
            Target.out().println(IdText.CHANNEL.show(channel.id()));
            warnAboutPrices(platform, channel);
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "list",
            description = "List channels, without their credentials.")
    int list(@Mixin Target target) {
        return target.with(platform -> {
            var table = new Table("NAME", "URL", "MODELS", "WEIGHT", "STATE");
            platform.database
                    .tx(platform.channels::list)
                    .forEach(channel ->
                            table.row(
                                    channel.name(),
                                    channel.baseUrl(),
                                    String.join(",", new TreeSet<>(channel.served())),
                                    channel.weight(),
                                    channel.enabled() ? "enabled" : "disabled"));
            Target.out().print(table);
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "test",
            description = {
                "Ask the upstream for one token, and say what came back. Costs what the upstream",
                "charges for that; no customer is charged."
            })
    int test(
            @Mixin Target target,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--model", description = "Which of its models; the first by default.")
                    @Nullable String model) {
        return target.with(platform -> {
            Channel stored = named(platform, name);
            String asked = model == null ? new TreeSet<>(stored.served()).getFirst() : model;
            if (!stored.served().contains(asked)) {
                throw Read.refused("channel " + name + " does not serve " + asked);
            }
            Channel opened =
                    ChannelDirectory.open(platform.database, platform.sealer)
                            .forModel(asked)
                            .stream()
                            .filter(channel -> channel.name().equals(name))
                            .findFirst()
                            .orElseThrow(() ->
                                    Read.refused(
                                            "channel %s is disabled, or its credential does not open under this master key"
                                                    .formatted(name)));
            return ChannelTest.run(opened, asked) ? Cli.DONE : Cli.RED;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "enable",
            description = "Let requests go to a channel again.")
    int enable(@Mixin Target target, @Parameters(paramLabel = "NAME") String name) {
        return enable(target, name, true);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "disable",
            description = "Send no further requests to a channel.")
    int disable(@Mixin Target target, @Parameters(paramLabel = "NAME") String name) {
        return enable(target, name, false);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "remove",
            description = "Forget a channel and its credential.")
    int remove(@Mixin Target target, @Parameters(paramLabel = "NAME") String name) {
        return target.with(platform -> {
            Channel channel = named(platform, name);
            platform.database.tx(tx -> {
                platform.channels.remove(tx, Target.actor(), channel.id(), "");
                return channel;
            });
            Target.out().println(name + " is removed.");
            return Cli.DONE;
        });
    }

    private static int enable(Target target, String name, boolean enabled) {
        return target.with(platform -> {
            Channel channel = named(platform, name);
            platform.database.tx(
                    tx -> platform.channels.enable(tx, Target.actor(), channel.id(), enabled, ""));
            Target.out().println(name + (enabled ? " is enabled." : " is disabled."));
            return Cli.DONE;
        });
    }

    private static Channel named(Platform platform, String name) {
        return platform.database
                .tx(tx -> platform.channels.findByName(tx, name))
                .orElseThrow(() ->
                        new ProblemException(ProblemCode.NOT_FOUND, "there is no channel " + name));
    }

    private static Map<String, String> mapping(List<String> models) {
        var mapping = new TreeMap<String, String>();
        for (String model : models) {
            int equals = model.indexOf('=');
            mapping.put(
                    equals < 0 ? model : model.substring(0, equals),
                    equals < 0 ? model : model.substring(equals + 1));
        }
        return mapping;
    }

    private static Secret secret(Path file) {
        try {
            String text =
                    file.toString().equals("-")
                            ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                            : Files.readString(file);
            return new Secret(text.strip());
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.INPUT_INVALID, "cannot read the credential: " + e, e);
        }
    }

    private static void warnAboutPrices(Platform platform, Channel channel) {
        platform.prices.refresh();
        var book = platform.prices.current(platform.clock.instant());
        for (String model : new TreeSet<>(channel.served())) {
            if (book.flatMap(prices -> prices.find(model)).isEmpty()) {
                System.err.println(
                        "%s has no price in the book in force: it is not served until it has."
                                .formatted(model));
            }
        }
    }
}
