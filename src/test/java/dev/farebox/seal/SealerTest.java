package dev.farebox.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {
    private static final String PLACE = "channel/1/credential";

    private final MasterKey key = MasterKey.create();
    private final Sealer sealer = new Sealer(key);

    @ParameterizedTest
    @ValueSource(strings = {"", "sk-secret", "示例 🦊", "a\u0000b"})
    void what_was_sealed_opens_in_its_place(String secret) {
        Sealed sealed = sealer.seal(secret, PLACE);

        assertThat(sealer.open(sealed, PLACE)).isEqualTo(secret);
        assertThat(sealed.keyId()).isEqualTo(key.primaryId());
    }

    @Test
    void sealing_twice_gives_different_ciphertexts() {
        assertThat(sealer.seal("sk-secret", PLACE)).isNotEqualTo(sealer.seal("sk-secret", PLACE));
    }

    @Test
    void another_place_does_not_open_it() {
        Sealed sealed = sealer.seal("sk-secret", PLACE);

        assertProblem(
                () -> sealer.open(sealed, "channel/2/credential"),
                ProblemCode.SEAL_BROKEN,
                "channel/2/credential does not open");
    }

    @Test
    void one_changed_bit_anywhere_and_it_does_not_open() {
        Sealed sealed = sealer.seal("sk-secret", PLACE);
        for (int i = 0; i < sealed.ciphertext().length; i++) {
            byte[] changed = sealed.ciphertext().clone();
            changed[i] ^= 1;
            assertProblem(
                    () -> sealer.open(new Sealed(sealed.keyId(), changed), PLACE),
                    ProblemCode.SEAL_BROKEN,
                    "changed or moved");
        }
    }

    @Test
    void a_wrong_master_key_is_named_with_the_one_that_is_needed() {
        Sealed sealed = sealer.seal("sk-secret", PLACE);
        var other = new Sealer(MasterKey.create());

        assertProblem(
                () -> other.open(sealed, PLACE),
                ProblemCode.MASTER_KEY_UNUSABLE,
                "was sealed with master key " + key.primaryId());
    }

    @Test
    void a_rotated_key_seals_anew_and_still_opens_the_old() {
        Sealed old = sealer.seal("sk-secret", PLACE);
        MasterKey rotated = MasterKey.parse(key.rotated().text(), "a test");
        var rotatedSealer = new Sealer(rotated);

        assertThat(rotatedSealer.open(old, PLACE)).isEqualTo("sk-secret");
        Sealed anew = rotatedSealer.seal("sk-secret", PLACE);
        assertThat(anew.keyId()).isNotEqualTo(old.keyId());
        assertProblem(
                () -> sealer.open(anew, PLACE), ProblemCode.MASTER_KEY_UNUSABLE, "another one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "{}",
                "{\"primaryKeyId\":1,\"key\":[]}",
                "[1]",
                "{\"hunter2\":",
            })
    void a_text_that_is_no_master_key_is_refused_and_not_repeated(String text) {
        assertProblem(
                () -> new Sealer(MasterKey.parse(text, "FAREBOX_SEAL_MASTER_KEY")),
                ProblemCode.MASTER_KEY_UNUSABLE,
                "in FAREBOX_SEAL_MASTER_KEY is not");
    }

    @Test
    void neither_key_nor_sealed_secret_prints_its_content() {
        assertThat(key.toString()).startsWith("MasterKey[primary ").hasSizeLessThan(60);
        assertThat(sealer.seal("sk-secret", PLACE).toString())
                .matches("Sealed\\[keyId=-?\\d+, \\d+ bytes]");
    }

    private static void assertProblem(Runnable action, ProblemCode code, String sentence) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(action::run)
                .withMessageContaining(sentence)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("hunter2", "sk-secret"));
    }
}
