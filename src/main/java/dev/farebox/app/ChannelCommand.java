package dev.farebox.app;

import dev.farebox.gateway.route.Channel;
import dev.farebox.gateway.route.ChannelDirectory;
import dev.farebox.gateway.route.ChannelTerms;
import dev.farebox.gateway.route.ChannelTimeouts;
import dev.farebox.gateway.route.NewChannel;
import dev.farebox.id.IdText;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.net.URI;
import java.util.List;
import java.util.Map;
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
        description = "Where requests go: add, set, list, test, enable, disable, remove.")
final class ChannelCommand {

    @Command(
            mixinStandardHelpOptions = true,
            name = "add",
            description = {
                "Add an upstream. Running servers use it within a second. Try it with",
                "`farebox channel test` before customers do."
            })
    int add(
            @Mixin Target target,
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--kind",
                            defaultValue = "openai",
                            description = {
                                "What it speaks: openai (all of it), openai-chat (chat, completions,",
                                "embeddings), openai-responses, anthropic, gemini; openai unless set."
                            })
                    String kind,
            @Option(
                            names = "--url",
                            required = true,
                            description = "Base URL, usually ending in /v1 (Gemini: /v1beta).")
                    String url,
            @Option(
                            names = "--model",
                            required = true,
                            paramLabel = "MODEL[=UPSTREAM]",
                            description = "A model it serves, and its name there; repeat for more.")
                    List<String> models,
            @Mixin ChannelOptions options) {
        var what =
                new NewChannel(
                        name,
                        kind,
                        URI.create(url.strip().replace(" ", "%20")),
                        options.credential(),
                        ChannelOptions.mapping(models),
                        options.headers(Map.of()),
                        options.timeouts(ChannelTimeouts.CONFIGURED),
                        options.terms(ChannelTerms.ORDINARY));
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
            name = "set",
            description = {
                "Change a channel; what is not named stays. Running servers follow within a",
                "second, and try a channel again that they had put aside."
            })
    int set(
            @Mixin Target target,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--url", description = "Another base URL.") @Nullable String url,
            @Option(
                            names = "--model",
                            paramLabel = "MODEL[=UPSTREAM]",
                            description = "The models that it serves from now on, and no others.")
                    @Nullable List<String> models,
            @Option(
                            names = "--add-model",
                            paramLabel = "MODEL[=UPSTREAM]",
                            description = "A model that it serves as well.")
                    @Nullable List<String> added,
            @Option(
                            names = "--drop-model",
                            paramLabel = "MODEL",
                            description = "A model that it serves no longer.")
                    @Nullable List<String> dropped,
            @Option(
                            names = "--drop-header",
                            paramLabel = "NAME",
                            description = "A header that is sent no longer.")
                    @Nullable List<String> droppedHeaders,
            @Option(
                            names = "--enabled",
                            paramLabel = "true|false",
                            arity = "1",
                            description = "Whether requests go to it.")
                    @Nullable Boolean enabled,
            @Mixin ChannelOptions options) {
        var edit = new ChannelEdit(url, models, added, dropped, droppedHeaders, options);
        return target.with(platform -> {
            Channel before = named(platform, name);
            Channel after =
                    platform.database.tx(tx -> {
                        Channel changed =
                                platform.channels.change(
                                        tx, Target.actor(), before.id(), edit::of, "");
                        return enabled == null
                                ? changed
                                : platform.channels.enable(
                                        tx, Target.actor(), before.id(), enabled, "");
                    });
            boolean same = after.revision() == before.revision();
            Target.out().println(name + (same ? " is as it was." : " is changed."));
            warnAboutPrices(platform, after);
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "list",
            description = "List channels, without their credentials.")
    int list(@Mixin Target target) {
        return target.with(platform -> {
            Map<String, String> unusable =
                    ChannelDirectory.open(platform.database, platform.sealer).unusable();
            Target.out()
                    .print(
                            ChannelTable.of(
                                    platform.database.tx(platform.channels::list), unusable));
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "test",
            description = {
                "Ask the upstream for one short answer, and say what came back. Costs what the",
                "upstream charges for that; no customer is charged."
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
            return ChannelTest.run(opened, asked, platform.addresses) ? Cli.DONE : Cli.RED;
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

    /** What {@code channel set} makes of a channel. */
    private record ChannelEdit(
            @Nullable String url,
            @Nullable List<String> models,
            @Nullable List<String> added,
            @Nullable List<String> dropped,
            @Nullable List<String> droppedHeaders,
            ChannelOptions options) {
        NewChannel of(NewChannel now) {
            NewChannel changed =
                    now.withModels(models(now.models()))
                            .withHeaders(headers(now.headers()))
                            .withTimeouts(options.timeouts(now.timeouts()))
                            .withTerms(options.terms(now.terms()));
            changed = url == null ? changed : changed.withBaseUrl(url);
            NewChannel all = changed;
            return options.credential().map(all::withCredential).orElse(all);
        }

        private Map<String, String> models(Map<String, String> now) {
            var all = new TreeMap<>(models == null ? now : ChannelOptions.mapping(models));
            if (added != null) {
                all.putAll(ChannelOptions.mapping(added));
            }
            if (dropped != null) {
                all.keySet().removeAll(dropped);
            }
            return all;
        }

        private Map<String, String> headers(Map<String, String> now) {
            var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            all.putAll(options.headers(now));
            if (droppedHeaders != null) {
                droppedHeaders.forEach(all::remove);
            }
            return all;
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
