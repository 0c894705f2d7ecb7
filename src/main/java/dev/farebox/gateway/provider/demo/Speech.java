package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Beat.Mark;
import dev.farebox.gateway.provider.demo.Beat.Text;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/** {@code /v1/audio/speech}: a hum of 20 ms for each character, as WAV whatever was asked for. */
final class Speech implements Script {
    private static final int RATE = 8000;
    private static final int BYTES_PER_CHARACTER = 320;
    private static final int HEADER = 44;
    private static final int MOST_CHARACTERS = 4096;
    private static final int CHUNK = 8192;

    private final Scene scene;

    private Speech(Scene scene) {
        this.scene = scene;
    }

    static Reading read(Call call) {
        try {
            Body body = Body.of(Vendor.OPENAI, call.body());
            String model = body.model();
            String input = body.required("input").asString("");
            body.required("voice");
            if (input.isEmpty() || input.length() > MOST_CHARACTERS) {
                throw new Malformed(Refusal.wrongValue("input", "must have 1 to 4096 characters."));
            }
            byte[] wav = wav(input);
            if (body.get("stream_format").asString("audio").equals("sse")) {
                Ask ask = Ask.of(model, true, new Turn("user").text(input).message());
                return new Recital(
                        ask, "input", Answer.text(List.of(), chunks(wav), 0), Speech::new);
            }
            String format = body.get("response_format").asString("mp3");
            return new Fixed(model, input, Vendor.OPENAI, type(format), _ -> Buffer.buffer(wav));
        } catch (Malformed malformed) {
            return malformed.refusal;
        }
    }

    private static String type(String format) {
        return switch (format) {
            case "opus" -> "audio/opus";
            case "aac" -> "audio/aac";
            case "flac" -> "audio/flac";
            case "wav" -> "audio/wav";
            case "pcm" -> "audio/pcm";
            default -> "audio/mpeg";
        };
    }

    private static List<String> chunks(byte[] wav) {
        var chunks = new ArrayList<String>();
        for (int at = 0; at < wav.length; at += CHUNK) {
            int size = Math.min(CHUNK, wav.length - at);
            byte[] part = new byte[size];
            System.arraycopy(wav, at, part, 0, size);
            chunks.add(Base64.getEncoder().encodeToString(part));
        }
        return chunks;
    }

    /** 16 bits, mono. */
    private static byte[] wav(String text) {
        int size = text.length() * BYTES_PER_CHARACTER;
        var out = ByteBuffer.allocate(HEADER + size).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(HEADER - 8 + size).put(ascii("WAVEfmt ")).putInt(16);
        out.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE * 2);
        out.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(size);
        for (int i = 0; i < size / 2; i++) {
            int pitch = 20 + text.charAt(i / (BYTES_PER_CHARACTER / 2)) % 20;
            out.putShort((short) (i % pitch * 200));
        }
        return out.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
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
        if (beat instanceof Text chunk) {
            out.accept(
                    Event.of(
                            "",
                            "{\"type\":\"speech.audio.delta\",\"audio\":\""
                                    + chunk.piece()
                                    + "\"}"));
        } else if (beat == Mark.FINISH) {
            String usage = usage();
            out.accept(
                    Event.of(
                                    "",
                                    "{\"type\":\"speech.audio.done\""
                                            + (usage.isEmpty() ? "}" : ",\"usage\":" + usage + "}"))
                            .withUsage()
                            .asLast());
        }
    }

    /** A token of sound stands for 50 ms. */
    private String usage() {
        String text = scene.ask().lastUserText();
        long in = Turn.quarter(text);
        long out = (text.length() * 2L + 4) / 5;
        return Figures.of(in, out, in + out, 0)
                .report(
                        scene.fault(),
                        it ->
                                "{\"input_tokens\":%s,\"output_tokens\":%s,\"total_tokens\":%s}"
                                        .formatted(it.in(), it.out(), it.sum()),
                        "input_tokens");
    }

    @Override
    public String whole() {
        throw new IllegalStateException("speech is played as sound or as events");
    }
}
