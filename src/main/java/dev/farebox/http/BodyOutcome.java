package dev.farebox.http;

/** What became of reading a request body. Only {@link Complete} holds bytes of the budget. */
public sealed interface BodyOutcome {
    /**
     * The whole body, decompressed. {@code reserved} bytes of the budget belong to whoever has this
     * and are given back once.
     */
    @SuppressWarnings("ArrayRecordComponent") // A carrier that is never compared; copying costs.
    record Complete(byte[] bytes, long reserved) implements BodyOutcome {}

    /** It is larger than {@code limit}, before or after decompression. */
    record TooLarge(long limit) implements BodyOutcome {}

    /** All bodies together are larger than the budget; a later attempt may succeed. */
    record NoRoom() implements BodyOutcome {}

    /** It had not all arrived in time. */
    record TooSlow() implements BodyOutcome {}

    /** It says that it is compressed with {@code encoding}, which is not understood here. */
    record UnknownEncoding(String encoding) implements BodyOutcome {}

    /** It says that it is compressed, and is not, or is cut. */
    record BrokenEncoding() implements BodyOutcome {}

    /** The client went away, or its framing is wrong. */
    record Gone() implements BodyOutcome {}
}
