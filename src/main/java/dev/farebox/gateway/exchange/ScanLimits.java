package dev.farebox.gateway.exchange;

/**
 * What a request body may ask of its scanner; the body's length is bounded by the edge.
 *
 * @param maxDepth objects and arrays within each other
 * @param maxNumberLength digits and signs of one number
 * @param maxTopLevelKeys members of the body
 */
public record ScanLimits(int maxDepth, int maxNumberLength, int maxTopLevelKeys) {
    public static final ScanLimits STANDARD = new ScanLimits(100, 128, 200);
}
