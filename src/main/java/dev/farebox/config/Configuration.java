package dev.farebox.config;

import java.util.List;

/**
 * Everything that an operator decides before the service starts. Immutable; every value is valid.
 *
 * <p>The keys, their defaults and meanings are in {@code docs/reference/configuration.md}.
 */
public record Configuration(
        DataSettings data,
        DatabaseSettings database,
        ServerSettings server,
        OperatorSettings operator,
        LimitSettings limits,
        UpstreamSettings upstream,
        HoldSettings holds,
        UsageAccounting usageAccounting,
        UsageBounds usageBounds,
        LedgerSettings ledger,
        NodeSettings nodes,
        IdentitySettings identity,
        StoredSettings stored,
        SealSettings seal,
        LogSettings log) {

    /**
     * Reads and checks a configuration.
     *
     * @throws dev.farebox.problem.ProblemException {@code config_invalid}, with one sentence for
     *     each mistake: where it stands, which key, what was expected
     */
    public static Configuration load(Sources sources) {
        Values values = Values.gather(sources);
        Configuration configuration = read(values);
        values.throwIfFaulty();
        return configuration;
    }

    /** What holds when nothing is given. */
    public static Configuration defaults() {
        return load(Sources.NONE);
    }

    /** Every key with the value that holds and where it came from; secrets are masked. */
    public static List<Effective> describe(Sources sources) {
        Values values = Values.gather(sources);
        return values.keys().map(values::effective).toList();
    }

    private static Configuration read(Values values) {
        return new Configuration(
                DataSettings.read(values),
                DatabaseSettings.read(values),
                ServerSettings.read(values),
                OperatorSettings.read(values),
                LimitSettings.read(values),
                UpstreamSettings.read(values),
                HoldSettings.read(values),
                UsageAccounting.read(values),
                UsageBounds.read(values),
                LedgerSettings.read(values),
                NodeSettings.read(values),
                IdentitySettings.read(values),
                StoredSettings.read(values),
                SealSettings.read(values),
                LogSettings.read(values));
    }
}
