package dev.farebox.app;

import dev.farebox.adminapi.AdminApi;
import dev.farebox.adminapi.CustomerApi;
import dev.farebox.gateway.route.ChannelDirectory;
import dev.farebox.http.ApiRequest;
import dev.farebox.http.ApiResponse;
import dev.farebox.identity.KeyDirectory;
import java.time.Duration;

/** Every address of our own. The model dialects' addresses are the gateway's. */
final class Routes {
    private static final Duration SKEW = Duration.ofSeconds(2);

    private final Platform platform;
    private final KeyDirectory keys;
    private final ChannelDirectory channels;
    private final CustomerApi customers;
    private final AdminApi admin;

    Routes(Platform platform, KeyDirectory keys, ChannelDirectory channels) {
        this.platform = platform;
        this.keys = keys;
        this.channels = channels;
        customers =
                new CustomerApi(
                        keys,
                        platform.ledger,
                        platform.receipts,
                        platform.configuration.operator().creditName());
        admin =
                new AdminApi(
                        keys,
                        platform.database,
                        platform.customers,
                        platform.ledger,
                        platform.desk,
                        platform.receipts,
                        platform.ids);
    }

    ApiResponse answer(ApiRequest request) {
        String path = request.path();
        if (below(path, CustomerApi.PREFIX)) {
            return customers.answer(request);
        }
        if (below(path, AdminApi.PREFIX)) {
            return admin.answer(request);
        }
        return switch (path) {
            case "/" -> ApiResponse.of(200, "text/plain; charset=utf-8", welcome());
            case "/health/live" -> ApiResponse.json(200, "{\"status\":\"live\"}");
            case "/health/ready" -> ready();
            default ->
                    ApiResponse.problem(
                            404,
                            "{\"title\":\"not found\",\"status\":404,\"code\":\"not_found\",\"detail\":\"nothing is served at this address\"}");
        };
    }

    private String welcome() {
        return platform.configuration.operator().name()
                + ": an OpenAI-compatible API is at /v1; your balance and receipts are at /api/v1.\n";
    }

    /** Ready means: a request that comes now can be held, routed and charged. */
    private ApiResponse ready() {
        Duration stale = platform.configuration.identity().staleAfter();
        String why = "";
        if (keys.staleFor().compareTo(stale) > 0 || channels.staleFor().compareTo(stale) > 0) {
            why = "the database has not answered for " + keys.staleFor().toSeconds() + " s";
        } else if (platform.prices.current(platform.clock.instant()).isEmpty()) {
            why = "no price book is in force";
        } else if (platform.database.clockSkew(platform.clock).abs().compareTo(SKEW) > 0) {
            why = "this machine's clock differs from the database's by more than 2 s";
        }
        return why.isEmpty()
                ? ApiResponse.json(200, "{\"status\":\"ready\"}")
                : ApiResponse.json(503, "{\"status\":\"not ready\",\"reason\":\"" + why + "\"}");
    }

    private static boolean below(String path, String prefix) {
        return path.equals(prefix) || path.startsWith(prefix + "/");
    }
}
