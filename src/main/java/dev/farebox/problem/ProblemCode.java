package dev.farebox.problem;

import static dev.farebox.problem.ProblemKind.CALLER;
import static dev.farebox.problem.ProblemKind.CAPACITY;
import static dev.farebox.problem.ProblemKind.INTERNAL;

/** Every operational failure the product names. Codes are public and for ever. */
public enum ProblemCode {
    CONFIG_INVALID("config_invalid", CALLER),
    INPUT_INVALID("input_invalid", CALLER),
    NOT_FOUND("not_found", CALLER),
    CONFLICT("conflict", CALLER),
    DATA_DIRECTORY_UNUSABLE("data_directory_unusable", CALLER),
    DATABASE_UNAVAILABLE("database_unavailable", CAPACITY),
    DATABASE_NOT_OURS("database_not_ours", CALLER),
    MASTER_KEY_UNUSABLE("master_key_unusable", CALLER),
    SEAL_BROKEN("seal_broken", INTERNAL),
    OVERLOADED("overloaded", CAPACITY),
    INTERNAL_ERROR("internal_error", INTERNAL);

    private final String code;
    private final ProblemKind kind;

    ProblemCode(String code, ProblemKind kind) {
        this.code = code;
        this.kind = kind;
    }

    public String code() {
        return code;
    }

    public ProblemKind kind() {
        return kind;
    }
}
