package dev.farebox.bench;

import dev.farebox.gateway.provider.demo.DemoProvider;
import dev.farebox.gateway.provider.demo.DemoSettings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** The upstream's process: a demo provider that answers at once. */
final class Upstream {
    static final String KEY = "sk-bench-upstream-0123456789abcdef";

    private Upstream() {}

    public static void main(String[] args) throws Exception {
        Vertx vertx =
                Vertx.builder().with(new VertxOptions().setPreferNativeTransport(true)).build();
        DemoProvider provider =
                DemoProvider.start(vertx, DemoSettings.instant(KEY, InstantSource.system()))
                        .await(20, TimeUnit.SECONDS);
        System.out.println("READY " + provider.baseUrl());
        Thread.currentThread().join();
    }
}
