package dev.farebox.config;

/** What is charged for an exchange that completed without the provider saying what it used. */
public enum MissingUsage {
    /** Our own count of what went through, marked as an estimate. */
    ESTIMATE,
    NOTHING
}
