package dev.farebox.scenario;

/**
 * What a caller of {@link AcknowledgementClient} asks: every third time a stream, every fifth time
 * with a beginning that the provider has cached. Every sixteenth caller has long stories told
 * slowly, so that some streams are always in their middle.
 */
record Question(boolean stream, String body) {
    private static final int SLOW_ONE_IN = 16;
    private static final String BACKGROUND =
            "You answer for a railway. Tickets are sold before the journey. ".repeat(8);

    static Question of(int caller, long n) {
        String about = "question " + n + " of caller " + caller;
        if (caller % SLOW_ONE_IN == SLOW_ONE_IN - 1) {
            String story = "!fault slow_drip bytes=480 ms=16 Tell a story of 500 words about ";
            return new Question(true, body(true, "", user(story + about)));
        }
        boolean stream = (caller + n) % 3 == 0;
        String before =
                (caller + n) % 5 == 0
                        ? "{\"role\":\"system\",\"content\":\"" + BACKGROUND + "\"},"
                        : "";
        return new Question(stream, body(stream, "\"max_tokens\":40,", before + user(about)));
    }

    private static String user(String text) {
        return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
    }

    private static String body(boolean stream, String more, String messages) {
        return "{\"model\":\"demo-chat\","
                + more
                + (stream ? "\"stream\":true,\"stream_options\":{\"include_usage\":true}," : "")
                + "\"messages\":["
                + messages
                + "]}";
    }
}
