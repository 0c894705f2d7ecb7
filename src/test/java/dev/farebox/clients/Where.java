package dev.farebox.clients;

/** What a client is told: a host without a path, and a key. */
record Where(String url, String key) {
    /** For clients of OpenAI, which want the version in the base URL. */
    String versioned() {
        return url + "/v1";
    }
}
