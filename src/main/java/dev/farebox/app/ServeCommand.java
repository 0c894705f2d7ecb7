package dev.farebox.app;

import dev.farebox.config.Configuration;
import dev.farebox.db.Installation.MadeBy;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code farebox serve}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "serve",
        description =
                "Run the service until it is stopped. Requests under way end and are settled.")
final class ServeCommand implements Callable<Integer> {
    @Mixin Target target = new Target();

    @Option(names = "--port", description = "Port to listen on, instead of server.port.")
    @Nullable Integer port;

    @Override
    public Integer call() {
        Configuration configuration =
                target.configuration(
                        port == null ? Map.of() : Map.of("server.port", port.toString()));
        LogOutput.of(configuration.log());
        var running = new Running();
        running.add(Platform.open(configuration, Platform.Role.SERVER, MadeBy.SERVE));
        Service service = running.start();
        String url = "http://" + configuration.server().host() + ":" + service.port();
        Target.out().println("Farebox serves " + url + "/v1; stop it with Ctrl-C.");
        FirstSteps.of(running.platform(), target).forEach(Target.out()::println);
        return running.untilStopped();
    }
}
