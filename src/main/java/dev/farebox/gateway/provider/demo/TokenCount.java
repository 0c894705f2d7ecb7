package dev.farebox.gateway.provider.demo;

/** The tokens of one exchange as the provider reports them. Cached and audio are within prompt. */
record TokenCount(int prompt, int cached, int audio, int completion, int reasoning) {
    int total() {
        return Math.addExact(prompt, completion);
    }

    String json() {
        return json(
                Integer.toString(prompt),
                Integer.toString(completion),
                Integer.toString(total()),
                cached);
    }

    /** What an interrupted answer has cost so far. */
    TokenCount upTo(int completionSoFar) {
        return new TokenCount(
                prompt,
                cached,
                audio,
                Math.min(completionSoFar, completion),
                Math.min(reasoning, completionSoFar));
    }

    /** Usage that cannot be right, as {@link FaultKind#WRONG_USAGE} asks for. */
    String wrongJson(String how) {
        String in = Integer.toString(prompt);
        String out = Integer.toString(completion);
        String sum = Integer.toString(total());
        return switch (how) {
            case "huge" ->
                    json(in, "9000000000000", Long.toString(9_000_000_000_000L + prompt), cached);
            case "negative" -> json("-" + in, out, sum, cached);
            case "inconsistent" -> json(in, out, Integer.toString(prompt / 2), cached);
            case "strings" -> json('"' + in + '"', '"' + out + '"', '"' + sum + '"', cached);
            case "fraction" -> json(in + ".5", out + ".25", sum + ".75", cached);
            case "overflow" -> json("99999999999999999999", out, "99999999999999999999", cached);
            case "cached" -> json(in, out, sum, prompt + 1000);
            case "missing" -> "{\"prompt_tokens\":" + in + "}";
            case "not_object" -> "\"plenty\"";
            default -> throw new IllegalStateException("no wrong usage is called " + how);
        };
    }

    private String json(String in, String out, String sum, int cachedTokens) {
        return "{\"prompt_tokens\":"
                + in
                + ",\"completion_tokens\":"
                + out
                + ",\"total_tokens\":"
                + sum
                + ",\"prompt_tokens_details\":{\"cached_tokens\":"
                + cachedTokens
                + ",\"audio_tokens\":"
                + audio
                + "},\"completion_tokens_details\":{\"reasoning_tokens\":"
                + reasoning
                + ",\"audio_tokens\":0,\"accepted_prediction_tokens\":0"
                + ",\"rejected_prediction_tokens\":0}}";
    }
}
