package dev.farebox.gateway.exchange.canon;

/**
 * What cannot be said in the other dialect without a change of meaning or of money.
 *
 * @param param the client's member at fault, in the client's spelling where it is known
 * @param why a sentence for the client
 */
public record Untranslatable(String param, String why) {}
