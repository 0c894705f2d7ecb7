package dev.farebox.http.zstd;

import java.io.IOException;

/**
 * Unpacks one body, block by block, so that whoever calls decides after each whether to go on: a
 * block is 128 KiB at most.
 */
public final class Zstd {
    static final int LARGEST_BLOCK = 128 * 1024;
    private static final long FRAME = 0xFD2FB528L;
    private static final long SKIPPED = 0x184D2A50L;

    private final Input in;
    private final Output out = new Output();
    private final Literals literals = new Literals();
    private final Sequences sequences = new Sequences();
    private boolean inFrame;
    private boolean checksum;
    private long announced;

    public Zstd(byte[] packed) {
        in = new Input(packed, 0, packed.length);
    }

    /** Bytes that were unpacked so far. */
    public int size() {
        return out.size();
    }

    public byte[] toArray() {
        return out.toArray();
    }

    /**
     * Unpacks the next block.
     *
     * @return false when there is none: the body is complete
     * @throws IOException when this is not Zstandard, or is cut
     */
    public boolean next() throws IOException {
        while (!inFrame) {
            if (in.left() == 0) {
                Input.check(in.at() > 0, "is empty");
                return false;
            }
            frame();
        }
        block();
        return true;
    }

    private void frame() throws IOException {
        long magic = in.number(4);
        if ((magic & ~0xfL) == SKIPPED) {
            long size = in.number(4);
            Input.check(size <= in.left(), "is cut");
            in.skip((int) size);
            return;
        }
        Input.check(magic == FRAME, "is something else");
        head();
        out.beginFrame();
        literals.forget();
        sequences.forget();
        inFrame = true;
    }

    private void head() throws IOException {
        int flags = in.next();
        boolean single = (flags & 0x20) != 0;
        Input.check((flags & 0x08) == 0, "is of a later version");
        checksum = (flags & 0x04) != 0;
        in.skip(single ? 0 : 1); // The window: all output is kept, so its size does not matter.
        long dictionary = in.number((flags & 3) == 3 ? 4 : flags & 3);
        Input.check(dictionary == 0, "needs a dictionary");
        announced =
                switch (flags >> 6) {
                    case 0 -> single ? in.number(1) : -1;
                    case 1 -> in.number(2) + 256;
                    case 2 -> in.number(4);
                    default -> in.number(8);
                };
    }

    private void block() throws IOException {
        int head = (int) in.number(3);
        int size = head >> 3;
        out.beginBlock();
        switch ((head >> 1) & 3) {
            case 0 -> out.append(in.bytes, in.skip(size), size);
            case 1 -> out.fill((byte) in.next(), size);
            case 2 -> {
                Input.check(size <= LARGEST_BLOCK, "has a block that is too large");
                Input part = in.part(size);
                literals.read(part);
                sequences.run(part, literals, out);
            }
            default -> throw new IOException("the zstd body has a block of an unknown kind");
        }
        if ((head & 1) != 0) {
            end();
        }
    }

    private void end() throws IOException {
        in.skip(checksum ? 4 : 0);
        boolean told = announced != -1;
        Input.check(!told || announced == out.frameSize(), "is not as long as it says");
        inFrame = false;
    }
}
