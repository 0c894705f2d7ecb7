package dev.farebox.app;

import dev.farebox.config.Configuration;
import dev.farebox.db.Installation.MadeBy;
import dev.farebox.gateway.provider.demo.DemoSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code farebox demo}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "demo",
        description = {
            "Run a whole Farebox with a customer, a balance, a key and a built-in model provider.",
            "Thrown away when it stops, unless --data keeps it."
        })
final class DemoCommand implements Callable<Integer> {
    private static final int USUAL_PORT = 8484;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep the demo in this directory. One that `serve` made is refused.")
    @Nullable Path data;

    @Option(
            names = "--port",
            description = "Port to listen on; " + USUAL_PORT + " or any free one by default.")
    @Nullable Integer port;

    @Option(
            names = "--json",
            description = "Print one line: baseUrl, apiKey, adminUrl, adminToken.")
    boolean json;

    @Option(
            names = "--pace",
            defaultValue = "realistic",
            description =
                    "How fast the demo models speak: ${COMPLETION-CANDIDATES}; none is as fast as it goes, for tests and benches.")
    Pace pace = Pace.REALISTIC;

    enum Pace {
        REALISTIC,
        NONE;

        DemoSettings settings(String key, InstantSource clock) {
            return switch (this) {
                case REALISTIC -> DemoSettings.paced(key, clock);
                case NONE -> DemoSettings.instant(key, clock);
            };
        }

        /** As it is typed. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() {
        var running = new Running();
        Path directory = data == null ? running.add(new Scratch()).path() : data;
        Configuration configuration =
                Configuration.load(
                        new dev.farebox.config.Sources(
                                java.util.Optional.empty(),
                                Map.of(),
                                Map.of(
                                        "data.directory",
                                        directory.toAbsolutePath().normalize().toString(),
                                        "server.port",
                                        Integer.toString(FreePort.choose(port, USUAL_PORT)))));
        LogOutput.of(configuration.log());
        if (!json) {
            Target.out().println("Starting the database, the demo provider and the gateway …");
        }
        Platform platform =
                running.add(Platform.open(configuration, Platform.Role.SERVER, MadeBy.DEMO));
        DemoStore.Access access = running.add(DemoStore.open(platform, pace::settings)).access();
        Service service = running.start();
        print("http://127.0.0.1:" + service.port(), access);
        return running.untilStopped();
    }

    private void print(String url, DemoStore.Access access) {
        if (json) {
            var line = JsonMapper.shared().createObjectNode();
            line.put("baseUrl", url + "/v1");
            line.put("apiKey", access.apiKey());
            line.put("adminUrl", url + "/admin/v1");
            line.put("adminToken", access.adminToken());
            Target.out().println(line);
        } else {
            DemoText.of(url, access, data).forEach(Target.out()::println);
        }
        Target.out().flush();
    }
}
