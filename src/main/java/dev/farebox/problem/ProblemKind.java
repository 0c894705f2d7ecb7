package dev.farebox.problem;

/** Whose fault a problem is; fixes HTTP status class, retry advice and log level. */
public enum ProblemKind {
    /** The caller must change something; repeating the same call fails the same way. */
    CALLER,
    /** A provider behind us failed. */
    UPSTREAM,
    /** We are short of something for the moment; a later repeat may succeed. */
    CAPACITY,
    /** We broke a promise. */
    INTERNAL
}
