package dev.farebox.gateway;

/**
 * One upstream call of an exchange.
 *
 * @param status the upstream's HTTP status, 0 when there was none
 * @param result a stable word: {@code answered}, or what went wrong
 */
record Attempt(String channel, int status, String result, long millis) {}
