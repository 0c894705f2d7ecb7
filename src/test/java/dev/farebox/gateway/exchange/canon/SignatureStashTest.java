package dev.farebox.gateway.exchange.canon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Signatures come back with their calls, as many as there is room for. */
class SignatureStashTest {
    @Test
    void the_longest_unused_is_forgotten_first() {
        var stash = new SignatureStash(2);
        stash.put("owner", "a", "1");
        stash.put("owner", "b", "2");
        assertThat(stash.find("owner", "a")).contains("1");
        stash.put("owner", "c", "3");
        assertThat(stash.find("owner", "b")).isEmpty();
        assertThat(stash.find("owner", "a")).contains("1");
        assertThat(stash.find("owner", "c")).contains("3");
        stash.put("owner", "a", "4");
        assertThat(stash.find("owner", "a")).contains("4");
    }

    @Test
    void what_is_absurdly_long_is_not_kept() {
        var stash = new SignatureStash(2);
        stash.put("owner", "a", "x".repeat(SignatureStash.MAX_LENGTH + 1));
        stash.put("owner", "b".repeat(SignatureStash.MAX_ID_LENGTH + 1), "1");
        assertThat(stash.find("owner", "a")).isEmpty();
        assertThat(stash.find("owner", "b".repeat(SignatureStash.MAX_ID_LENGTH + 1))).isEmpty();
        assertThatThrownBy(() -> new SignatureStash(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void only_calls_with_a_signature_are_noted() {
        var stash = new SignatureStash(9);
        stash.note("owner", new CanonEvent.ToolStarted(0, "a", "f", "sig"));
        stash.note("owner", new CanonEvent.ToolStarted(1, "b", "f", null));
        stash.note("owner", new CanonEvent.TextDelta("a"));
        assertThat(stash.find("owner", "a")).contains("sig");
        assertThat(stash.find("owner", "b")).isEmpty();
    }

    @Test
    void a_request_gets_back_what_its_client_could_not_carry() {
        var stash = new SignatureStash(9);
        stash.put("owner", "a", "known");
        stash.put("owner", "c", "known");
        CanonRequest filled =
                stash.filled("owner", request(call("a", null), call("b", null), call("c", "own")));
        assertThat(filled.turns().getFirst().parts())
                .containsExactly(call("a", "known"), call("b", null), call("c", "own"));
        CanonRequest nothing = request(call("x", null), new Part.Text("a"));
        assertThat(stash.filled("owner", nothing)).isSameAs(nothing);
    }

    @Test
    void many_threads_never_make_it_grow() throws Exception {
        var stash = new SignatureStash(50);
        try (var threads = Executors.newFixedThreadPool(4)) {
            var done = new ArrayList<Future<?>>();
            for (int thread = 0; thread < 4; thread++) {
                String prefix = "t" + thread + "-";
                done.add(
                        threads.submit(() -> {
                            for (int i = 0; i < 5_000; i++) {
                                stash.put("owner", prefix + i, prefix);
                                stash.find("owner", prefix + (i - 3));
                            }
                        }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        int kept = 0;
        for (int thread = 0; thread < 4; thread++) {
            for (int i = 0; i < 5_000; i++) {
                kept += stash.find("owner", "t" + thread + "-" + i).isPresent() ? 1 : 0;
            }
        }
        assertThat(kept).isEqualTo(50);
    }

    private static Part call(String id, @Nullable String signature) {
        return new Part.ToolCall(id, "f", "{}", signature);
    }

    private static CanonRequest request(Part... parts) {
        return new CanonRequest(
                List.of(new Turn(Turn.Role.ASSISTANT, List.of(parts))),
                List.of(),
                new ToolChoice.Auto(),
                true,
                OptionalLong.empty(),
                Sampling.UNSAID,
                List.of(),
                new Format.Text(),
                new Thinking.Unsaid(),
                false,
                false);
    }
}
