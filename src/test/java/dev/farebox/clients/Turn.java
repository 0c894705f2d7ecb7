package dev.farebox.clients;

/**
 * One streamed answer of one client: what its user got to see. {@code failed} as the client says.
 */
record Turn(boolean failed, String text, String error) {
    static Turn answered(String text) {
        return new Turn(false, text, "");
    }

    static Turn failed(String text, Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null && String.valueOf(cause.getMessage()).isBlank()) {
            cause = cause.getCause();
        }
        return new Turn(true, text, cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }

    String shown() {
        return failed ? error : text;
    }
}
