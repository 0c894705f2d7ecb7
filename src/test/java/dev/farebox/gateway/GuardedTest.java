package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What should never happen is answered all the same. */
class GuardedTest {
    @Test
    void a_reader_that_throws_gives_way_to_a_refusal() {
        String read =
                Guarded.orElse(
                        "req_1",
                        () -> {
                            throw new IllegalStateException("a prompt");
                        },
                        () -> "refused");
        assertThat(read).isEqualTo("refused");
        assertThat(Guarded.orElse("req_1", () -> "read", () -> "refused")).isEqualTo("read");
    }
}
