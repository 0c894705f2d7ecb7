package dev.farebox.gateway.wire.anthropic;

/** Tells, while the text of a JSON object comes in pieces, whether it is all there. */
final class JsonProgress {
    private int depth;
    private boolean begun;
    private boolean inString;
    private boolean escaped;

    void add(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            add(piece.charAt(i));
        }
    }

    private void add(char c) {
        if (inString) {
            inString = escaped || c != '"';
            escaped = !escaped && c == '\\';
            return;
        }
        switch (c) {
            case '"' -> {
                inString = true;
                begun = true;
            }
            case '{', '[' -> {
                depth++;
                begun = true;
            }
            case '}', ']' -> depth--;
            default -> {}
        }
    }

    boolean isComplete() {
        return begun && !inString && depth <= 0;
    }
}
