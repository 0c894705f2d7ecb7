package dev.farebox.gateway.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.TokenFactors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** A chunk recognised by its shape is read as if it had been parsed. */
class ChunkShapeTest {
    private static final List<String> PLAIN =
            List.of(
                    chunk("\"content\":\"Hello\"", ""),
                    chunk("\"content\":\"\\u00e9\\n \\ud83d\\ude00\"", ""),
                    chunk("\"reasoning_content\":\"hm\",\"content\":null", ""),
                    chunk("\"content\":\"x\"", ",\"obfuscation\":\"abc\""),
                    chunk("\"content\":\"\"", ",\"usage\":null,\"obfuscation\":\"\""),
                    "{\"obfuscation\":\"q\",\"choices\":[{\"delta\":{\"content\":\"z\"}}]}");

    @Test
    void a_damaged_chunk_behind_a_plain_one_is_what_it_is_alone() {
        long seed = 20261121;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] alphabet = "\"\\,:{}[] a1u\u0000é".getBytes(UTF_8);
        for (int round = 0; round < 60_000; round++) {
            String first = PLAIN.get(random.nextInt(PLAIN.size()));
            byte[] second = first.getBytes(UTF_8);
            int edits = random.nextInt(3);
            for (int i = 0; i < edits; i++) {
                second = edited(second, random, alphabet[random.nextInt(alphabet.length)]);
            }
            assertThat(last(List.of(first.getBytes(UTF_8), second)))
                    .as("seed %d round %d: %s", seed, round, new String(second, UTF_8))
                    .isEqualTo(last(List.of(second)));
        }
    }

    @Test
    void plain_chunks_are_recognised() {
        for (String chunk : PLAIN) {
            byte[] bytes = chunk.getBytes(UTF_8);
            var read = new Chunk();
            assertThat(read.read(bytes, 0, bytes.length)).isNull();
            assertThat(read.content.hasSole()).as(chunk).isTrue();
            ChunkShape shape = ChunkShape.of(read, bytes, 0, bytes.length);
            int expected = read.content.text + read.content.reasoning;
            assertThat(shape.measure(bytes, 0, bytes.length)).as(chunk).isEqualTo(expected);
            for (int end = 0; end < bytes.length; end++) {
                assertThat(shape.measure(bytes, 0, end)).isEqualTo(-1);
            }
        }
    }

    @Test
    void a_report_or_a_finish_is_never_taken_for_the_chunk_before_it() {
        String plain = chunk("\"content\":\"a\"", "");
        String counted = chunk("\"content\":\"a\"", ",\"usage\":{\"prompt_tokens\":1}");
        String finished = plain.replace("\"finish_reason\":null", "\"finish_reason\":\"stop\"");
        assertThat(last(List.of(plain.getBytes(UTF_8), finished.getBytes(UTF_8))))
                .startsWith("terminal stop");
        assertThat(last(List.of(counted.getBytes(UTF_8), counted.getBytes(UTF_8))))
                .startsWith("delta 1");
    }

    private static String chunk(String delta, String more) {
        return "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{"
                + delta
                + "},\"finish_reason\":null}]"
                + more
                + "}";
    }

    private static byte[] edited(byte[] bytes, RandomGenerator random, byte with) {
        int at = random.nextInt(bytes.length);
        byte[] edited =
                switch (random.nextInt(3)) {
                    case 0 -> bytes.clone();
                    case 1 -> Arrays.copyOf(bytes, bytes.length + 1);
                    default -> Arrays.copyOf(bytes, bytes.length - 1);
                };
        if (edited.length > bytes.length) {
            System.arraycopy(bytes, at, edited, at + 1, bytes.length - at);
        } else if (edited.length < bytes.length) {
            System.arraycopy(bytes, at + 1, edited, at, edited.length - at);
            return edited;
        }
        edited[at] = with;
        return edited;
    }

    /** What the last of these chunks is read as. */
    private static String last(List<byte[]> chunks) {
        var reader = new ChatStreamReader(1, Recorded.SENT, TokenFactors.ROUGH);
        var splitter = new SseSplitter(65_536);
        var words = new ArrayList<String>();
        for (byte[] chunk : chunks) {
            byte[] event = ("data: " + new String(chunk, UTF_8) + "\n\n").getBytes(UTF_8);
            splitter.feed(
                    event,
                    0,
                    event.length,
                    each -> words.add(Recorded.words(reader.classify(each))));
        }
        return words.getLast();
    }
}
