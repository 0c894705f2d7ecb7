package dev.farebox.config;

/**
 * What holds for one key, for {@code doctor} and the start-up log.
 *
 * @param text the value as given, or a mask for a secret
 * @param origin {@code default}, {@code farebox.yaml:12}, {@code environment FAREBOX_…}
 */
public record Effective(String name, String text, String origin) {}
