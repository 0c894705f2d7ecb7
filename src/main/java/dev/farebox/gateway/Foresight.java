package dev.farebox.gateway;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.pricing.ModelPrice;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;

/**
 * What a hold is placed for, before anything is known of the answer.
 *
 * <p>Output is bounded by what the client allows, by what it usually gets, and by the model; the
 * least counts. Never the client's allowance alone: clients ask for far more than they use. A whole
 * answer cannot be stopped when its hold is spent, so what a client usually gets never makes its
 * hold smaller than the fallback: twenty tiny answers must not buy a long one. A transcript cannot
 * be stopped either, and how long it can be is known: all of it is foreseen.
 *
 * @param fallback tokens for each answer while nothing was learned about the client
 * @param usual tokens that it usually gets; negative while that is not known
 */
record Foresight(long fallback, long usual, TokenFactors factors) {
    /** {@code extraTokens} of input that an upstream keeps and reads again. */
    Foreseen of(ClientRequest request, long extraTokens, ModelPrice price) {
        return new Foreseen(
                plus(factors.input(request.input()), extraTokens),
                output(request, price),
                fixed(request),
                request.state() != null || request.input().files() > 0);
    }

    private long output(ClientRequest request, ModelPrice price) {
        return switch (request.surface()) {
            case CHAT, RESPONSES, MESSAGES, GENERATE ->
                    Math.max(1, modelled(likely(request), request, price));
            case COMPLETIONS, RESPONSES_COMPACT -> modelled(likely(request), request, price);
            case TRANSCRIPTIONS, TRANSLATIONS -> modelled(allowed(request), request, price);
            case EMBEDDINGS,
                    IMAGE_GENERATIONS,
                    IMAGE_EDITS,
                    SPEECH,
                    GEMINI_EMBED,
                    GEMINI_BATCH_EMBED,
                    MODERATIONS,
                    RESPONSES_INPUT_TOKENS,
                    COUNT_TOKENS,
                    GEMINI_COUNT_TOKENS ->
                    0;
        };
    }

    private long likely(ClientRequest request) {
        long unknown = fallback * request.choices();
        long known = usual < 0 ? unknown : usual;
        return Math.min(
                request.stream() ? known : Math.max(known, unknown),
                request.maxOutput().isPresent() ? allowed(request) : Long.MAX_VALUE);
    }

    private static long allowed(ClientRequest request) {
        return allOf(request.maxOutput().orElse(0), request.choices());
    }

    private static long modelled(long output, ClientRequest request, ModelPrice price) {
        long most = price.maxOutputTokens();
        return most > 0 ? Math.min(output, allOf(most, request.choices())) : output;
    }

    /** With what is sent that is not text, which may have rates of its own. */
    private Usage fixed(ClientRequest request) {
        Usage known = request.fixed();
        var fixed = Usage.builder().tier(known.tier());
        known.nonZero().forEach(fixed::set);
        return fixed.set(Dimension.INPUT_AUDIO, factors.sound(request.input()))
                .set(Dimension.INPUT_IMAGE, factors.pictures(request.input()))
                .build();
    }

    private static long plus(long tokens, long extra) {
        long sum = tokens + extra;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private static long allOf(long each, int choices) {
        return each > Integer.MAX_VALUE ? Long.MAX_VALUE : each * choices;
    }
}
