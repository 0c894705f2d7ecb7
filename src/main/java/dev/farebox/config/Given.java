package dev.farebox.config;

/**
 * A value as it was given, before it is understood.
 *
 * @param origin where it stands, for people: {@code farebox.yaml:12}
 */
record Given(String text, String origin) {}
