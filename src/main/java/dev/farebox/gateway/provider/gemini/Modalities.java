package dev.farebox.gateway.provider.gemini;

/** Tokens by modality; text and documents are not told apart from what is left. */
record Modalities(long audio, long image, long video) {
    static final Modalities NONE = new Modalities(0, 0, 0);

    Modalities plus(String modality, long tokens) {
        return switch (modality) {
            case "AUDIO" -> new Modalities(audio + tokens, image, video);
            case "IMAGE" -> new Modalities(audio, image + tokens, video);
            case "VIDEO" -> new Modalities(audio, image, video + tokens);
            default -> this;
        };
    }

    /** Never below 0. */
    Modalities minus(Modalities other) {
        return new Modalities(
                Math.max(0, audio - other.audio),
                Math.max(0, image - other.image),
                Math.max(0, video - other.video));
    }
}
