package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Answers read on for clients that have gone are few at a time. */
class DrainsTest {
    @Test
    void as_many_as_may_and_no_more_are_read_on() {
        var drains = new Drains(2);
        assertThat(drains.enter()).isTrue();
        assertThat(drains.enter()).isTrue();
        assertThat(drains.enter()).isFalse();
        assertThat(drains.enter()).isFalse();
        drains.leave();
        assertThat(drains.enter()).isTrue();
        assertThat(drains.enter()).isFalse();
    }
}
