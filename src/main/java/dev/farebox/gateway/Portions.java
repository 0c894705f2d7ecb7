package dev.farebox.gateway;

import dev.farebox.gateway.exchange.ModelUsage;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.pricing.Portion;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The portions of an answer that several models, or one in several steps, worked on: each is priced
 * by the model that the upstream names for it, in the words of the price book.
 */
final class Portions {
    private Portions() {}

    /** Empty where the answer is one portion. The first portion carries the request itself. */
    static List<Portion> of(UsageReading reading, Admitted admitted, @Nullable Leg leg) {
        if (!(reading instanceof UsageReading.Reported reported)
                || reported.iterations().isEmpty()) {
            return List.of();
        }
        var portions = new ArrayList<Portion>();
        for (ModelUsage iteration : reported.iterations()) {
            Usage usage = portions.isEmpty() ? asOneRequest(iteration.usage()) : iteration.usage();
            portions.add(new Portion(priced(iteration.model(), admitted, leg), usage));
        }
        return portions;
    }

    private static String priced(String upstream, Admitted admitted, @Nullable Leg leg) {
        if (leg == null || upstream.isEmpty()) {
            return admitted.tariff().model();
        }
        if (upstream.equals(Leg.upstreamModel(leg.channel(), admitted.request()))) {
            return admitted.tariff().model();
        }
        for (Map.Entry<String, String> served : leg.channel().models().entrySet()) {
            if (served.getValue().equals(upstream) && admitted.tariff().prices(served.getKey())) {
                return served.getKey();
            }
        }
        return admitted.tariff().prices(upstream) ? upstream : admitted.tariff().model();
    }

    private static Usage asOneRequest(Usage usage) {
        var builder = Usage.builder().tier(usage.tier()).basis(usage.basis());
        usage.nonZero().forEach(builder::set);
        return builder.set(Dimension.REQUEST, 1).build();
    }
}
