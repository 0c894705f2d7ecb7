package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Beat.Mark;
import dev.farebox.gateway.provider.demo.Beat.Text;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code /v1/audio/transcriptions} and {@code /translations}: a text that tells how long the sound
 * was. What it costs is said in seconds, or in tokens for a model whose name contains "tokens".
 */
final class Transcripts implements Script {
    private static final int WAV_HEADER = 44;
    private static final int RATE_AT = 28;
    private static final int USUAL_RATE = 16_000;
    private static final int TOKENS_PER_SECOND = 10;

    private final Scene scene;
    private final String task;
    private final String format;
    private final long seconds;

    private Transcripts(Scene scene, String task, String format, long seconds) {
        this.scene = scene;
        this.task = task;
        this.format = format;
        this.seconds = seconds;
    }

    static Reading transcribe(Call call) {
        return read(call, "transcribe", "I heard a sound of %d seconds.");
    }

    static Reading translate(Call call) {
        return read(call, "translate", "In English: I heard a sound of %d seconds.");
    }

    private static Reading read(Call call, String task, String wording) {
        try {
            var form = Multipart.of(call.header("content-type"), call.body());
            var file = form.find("file");
            if (file.isEmpty()) {
                throw new Malformed(Refusal.missing("file"));
            }
            long seconds = seconds(file.get().latin1());
            String model = form.required("model");
            String text = wording.formatted(seconds);
            String format = form.text("response_format");
            boolean stream = form.text("stream").equals("true") && task.equals("transcribe");
            if (List.of("text", "srt", "vtt").contains(format)) {
                String plain = plain(format, text, seconds);
                return new Fixed(
                        model,
                        form.text("prompt"),
                        Vendor.OPENAI,
                        "text/plain; charset=utf-8",
                        _ -> Buffer.buffer(plain));
            }
            Ask ask = Ask.of(model, stream, new Turn("user").text(form.text("prompt")).message());
            Answer answer = Answer.text(List.of(), Pieces.of(text), 0);
            return new Recital(
                    ask, "prompt", answer, it -> new Transcripts(it, task, format, seconds));
        } catch (Malformed malformed) {
            return malformed.refusal;
        }
    }

    private static String plain(String format, String text, long seconds) {
        return switch (format) {
            case "srt" ->
                    "1\n00:00:00,000 --> 00:00:%02d,000\n%s\n\n".formatted(seconds % 60, text);
            case "vtt" ->
                    "WEBVTT\n\n00:00:00.000 --> 00:00:%02d.000\n%s\n\n"
                            .formatted(seconds % 60, text);
            default -> text + "\n";
        };
    }

    /** What a WAV says of itself; a guess for anything else. At least one. */
    private static long seconds(String latin1) {
        long rate = USUAL_RATE;
        if (latin1.startsWith("RIFF") && latin1.length() > WAV_HEADER) {
            byte[] bytes =
                    latin1.substring(RATE_AT, RATE_AT + 4).getBytes(StandardCharsets.ISO_8859_1);
            rate = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
        }
        return Math.max(1, Math.ceilDiv(latin1.length(), Math.max(1, rate)));
    }

    @Override
    public Wrapping wrapping() {
        return Wrapping.EVENTS;
    }

    @Override
    public List<Event> failure() {
        return List.of(Event.of("", Refusal.FAILED.errorJson()));
    }

    @Override
    public void say(Beat beat, Consumer<Event> out) {
        if (beat instanceof Text text) {
            out.accept(
                    Event.of(
                            "",
                            "{\"type\":\"transcript.text.delta\",\"delta\":"
                                    + JsonText.quoted(text.piece())
                                    + "}"));
        } else if (beat == Mark.FINISH) {
            out.accept(
                    Event.of("", "{\"type\":\"transcript.text.done\"," + text() + usage())
                            .withUsage()
                            .asLast());
        }
    }

    private String text() {
        return "\"text\":" + JsonText.quoted(scene.answer().text());
    }

    @Override
    public String whole() {
        String more =
                format.equals("verbose_json")
                        ? "\"task\":\"%s\",\"language\":\"english\",\"duration\":%d,\"segments\":[{\"id\":0,\"start\":0.0,\"end\":%d,%s}],"
                                .formatted(task, seconds, seconds, text())
                        : "";
        return "{" + more + text() + usage();
    }

    private String usage() {
        boolean inTokens = scene.ask().model().contains("tokens");
        long sound = seconds * TOKENS_PER_SECOND;
        long prompt = Turn.quarter(scene.ask().lastUserText());
        long out = scene.answer().pieces().size();
        Figures figures =
                inTokens
                        ? Figures.of(sound + prompt, out, sound + prompt + out, 0)
                        : Figures.of(seconds, 0, seconds, 0);
        String usage =
                figures.report(
                        scene.fault(),
                        it ->
                                inTokens
                                        ? "{\"type\":\"tokens\",\"input_tokens\":%s,\"input_token_details\":{\"text_tokens\":%d,\"audio_tokens\":%d},\"output_tokens\":%s,\"total_tokens\":%s}"
                                                .formatted(
                                                        it.in(), prompt, sound, it.out(), it.sum())
                                        : "{\"type\":\"duration\",\"seconds\":%s}"
                                                .formatted(it.in()),
                        inTokens ? "input_tokens" : "seconds");
        return usage.isEmpty() ? "}" : ",\"usage\":" + usage + "}";
    }
}
