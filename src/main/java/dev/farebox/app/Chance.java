package dev.farebox.app;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** The two sources of randomness that the product is started with. */
final class Chance {
    /** For ids and jitter: cheap, and each thread has its own. */
    static final RandomGenerator FAST = () -> ThreadLocalRandom.current().nextLong();

    /** For secrets. */
    static final RandomGenerator SECRET = new SecureRandom();

    private Chance() {}
}
