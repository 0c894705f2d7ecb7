package dev.farebox.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an operator has to do next before a customer can be served. */
final class FirstSteps {
    private FirstSteps() {}

    static List<String> of(Platform platform, Target target) {
        var steps = new ArrayList<String>();
        if (platform.prices.current(platform.clock.instant()).isEmpty()) {
            steps.add(
                    "price seed > prices.yaml   # edit it, then: farebox price publish prices.yaml");
        }
        if (platform.database.tx(platform.channels::list).isEmpty()) {
            steps.add("channel add NAME --url https://…/v1 --model MODEL --credential-file FILE");
        }
        if (platform.database
                .tx(tx -> platform.customers.list(tx, Optional.empty(), 1))
                .isEmpty()) {
            steps.add("customer add NAME          # then: credit grant, key issue");
        }
        if (steps.isEmpty()) {
            return List.of();
        }
        Path data = target.data;
        String suffix = data == null ? "" : " (each with --data " + data + ")";
        steps.replaceAll(step -> "  farebox " + step);
        steps.addFirst("Still to do" + suffix + ":");
        return steps;
    }
}
