package dev.farebox.problem;

import org.jspecify.annotations.Nullable;

/** An operational failure. The message is a sentence for the person who can act on it. */
public final class ProblemException extends RuntimeException {
    private final ProblemCode code;

    public ProblemException(ProblemCode code, String message) {
        this(code, message, null);
    }

    public ProblemException(ProblemCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ProblemCode code() {
        return code;
    }
}
