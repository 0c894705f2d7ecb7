package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Beat.Mark;
import dev.farebox.gateway.provider.demo.Beat.Text;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code /v1/images/generations} and {@code /edits}: always the same red dot. */
final class Images implements Script {
    /** A PNG of one pixel. */
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

    private static final int TOKENS_PER_IMAGE = 272;
    private static final int MOST_IMAGES = 10;
    private static final int MOST_PARTIAL = 3;

    private final Scene scene;
    private final String kind;
    private final int images;
    private final int imagesIn;
    private int partial;

    private Images(Scene scene, String kind, int images, int imagesIn) {
        this.scene = scene;
        this.kind = kind;
        this.images = images;
        this.imagesIn = imagesIn;
    }

    static Reading generate(Call call) {
        try {
            Body body = Body.of(Vendor.OPENAI, call.body());
            String prompt = body.required("prompt").asString("");
            int images = body.find("n").map(it -> body.limit(it, "n", 1)).orElse(1);
            int partial =
                    body.find("partial_images")
                            .map(it -> body.limit(it, "partial_images", 0))
                            .orElse(0);
            boolean stream = body.flag("stream");
            return drawn(body.model(), prompt, stream, images, partial, 0);
        } catch (Malformed malformed) {
            return malformed.refusal;
        }
    }

    static Reading edit(Call call) {
        try {
            var form = Multipart.of(call.header("content-type"), call.body());
            String prompt = form.required("prompt");
            form.required("image");
            int imagesIn =
                    (int)
                            form.parts().stream()
                                    .filter(part -> part.name().startsWith("image"))
                                    .count();
            return drawn(
                    form.required("model"),
                    prompt,
                    form.text("stream").equals("true"),
                    number(form.text("n"), 1),
                    number(form.text("partial_images"), 0),
                    imagesIn);
        } catch (Malformed malformed) {
            return malformed.refusal;
        }
    }

    private static int number(String text, int otherwise) {
        return text.matches("\\d{1,3}") ? Integer.parseInt(text) : otherwise;
    }

    private static Reading drawn(
            String model, String prompt, boolean stream, int images, int partial, int imagesIn) {
        if (images < 1 || images > MOST_IMAGES || partial > MOST_PARTIAL) {
            throw new Malformed(Refusal.wrongValue("n", "at most 10 images, 3 partial ones."));
        }
        Ask ask = Ask.of(model, stream, new Turn("user").text(prompt).message());
        Answer answer = Answer.text(List.of(), Collections.nCopies(partial, PNG), 0);
        String kind = imagesIn == 0 ? "image_generation" : "image_edit";
        return new Recital(
                ask, "prompt", answer, scene -> new Images(scene, kind, images, imagesIn));
    }

    @Override
    public Wrapping wrapping() {
        return Wrapping.EVENTS;
    }

    @Override
    public List<Event> failure() {
        return List.of(
                Event.of(
                        "error", "{\"type\":\"error\"," + Refusal.FAILED.errorJson().substring(1)));
    }

    @Override
    public void say(Beat beat, Consumer<Event> out) {
        if (beat instanceof Text) {
            out.accept(image(".partial_image", ",\"partial_image_index\":" + partial++));
        } else if (beat == Mark.FINISH) {
            String usage = usage();
            out.accept(
                    image(".completed", usage.isEmpty() ? "" : ",\"usage\":" + usage)
                            .withUsage()
                            .asLast());
        }
    }

    private Event image(String what, String more) {
        return Event.of(
                kind + what,
                "{\"type\":\"%s\",\"created_at\":%d,\"size\":\"1024x1024\",\"quality\":\"low\",\"background\":\"opaque\",\"output_format\":\"png\",\"b64_json\":\"%s\"%s}"
                        .formatted(kind + what, scene.created(), PNG, more));
    }

    @Override
    public String whole() {
        String usage = usage();
        String data =
                IntStream.range(0, images)
                        .mapToObj(_ -> "{\"b64_json\":\"" + PNG + "\"}")
                        .collect(Collectors.joining(","));
        return "{\"created\":%d,\"background\":\"opaque\",\"output_format\":\"png\",\"quality\":\"low\",\"size\":\"1024x1024\",\"data\":[%s]%s}"
                .formatted(scene.created(), data, usage.isEmpty() ? "" : ",\"usage\":" + usage);
    }

    private String usage() {
        int text = Turn.quarter(scene.ask().lastUserText());
        long imageTokens = (long) imagesIn * TOKENS_PER_IMAGE;
        long in = text + imageTokens;
        long out = (long) images * TOKENS_PER_IMAGE;
        return Figures.of(in, out, in + out, 0)
                .report(
                        scene.fault(),
                        it ->
                                "{\"input_tokens\":%s,\"input_tokens_details\":{\"text_tokens\":%d,\"image_tokens\":%d},\"output_tokens\":%s,\"output_tokens_details\":{\"text_tokens\":0,\"image_tokens\":%d},\"total_tokens\":%s}"
                                        .formatted(
                                                it.in(),
                                                text,
                                                imageTokens,
                                                it.out(),
                                                out,
                                                it.sum()),
                        "input_tokens");
    }
}
