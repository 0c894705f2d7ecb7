package dev.farebox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewCustomerTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "VIP", "a b", "x'; --", "-a", "ünïcode"})
    void a_group_is_a_plain_word(String group) {
        assertRefused(() -> new NewCustomer("Ada", Optional.empty(), group));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada", "ada@", "@example.com", "a b@c", "a@b\nBcc: c@d", "a@b@c"})
    void an_email_looks_like_one(String email) {
        assertRefused(() -> new NewCustomer("Ada", Optional.of(email), "default"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000", "a\tb", "\u202eevil"})
    void a_name_is_one_visible_line(String name) {
        assertRefused(() -> NewCustomer.named(name));
        assertRefused(() -> NewCustomer.named("x".repeat(201)));
    }

    private static void assertRefused(Runnable action) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(action::run)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.INPUT_INVALID));
    }
}
