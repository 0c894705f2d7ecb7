package dev.farebox.gateway.provider.demo;

import io.vertx.core.buffer.Buffer;

/** The body of an answer, write by write; for a stream one write is one event. */
interface Writes {
    Writes NONE =
            new Writes() {
                @Override
                public boolean more() {
                    return false;
                }

                @Override
                public void next(Buffer out) {
                    throw new IllegalStateException("there is nothing to write");
                }
            };

    boolean more();

    /** Appends the next write. */
    void next(Buffer out);

    /** All that is left, in one piece. */
    default Buffer rest() {
        Buffer all = Buffer.buffer();
        while (more()) {
            next(all);
        }
        return all;
    }

    /** One write. */
    static Writes of(Buffer only) {
        return new Writes() {
            private boolean written;

            @Override
            public boolean more() {
                return !written;
            }

            @Override
            public void next(Buffer out) {
                written = true;
                out.appendBuffer(only);
            }
        };
    }

    /** The first writes of another body, and then this one. */
    static Writes first(int count, Writes body, Writes last) {
        return new Writes() {
            private int left = count;

            @Override
            public boolean more() {
                return (left > 0 && body.more()) || last.more();
            }

            @Override
            public void next(Buffer out) {
                if (left > 0 && body.more()) {
                    left--;
                    body.next(out);
                } else {
                    last.next(out);
                }
            }
        };
    }

    /** The same bytes in pieces of this size. */
    static Writes drip(Writes body, int bytes) {
        Buffer whole = body.rest();
        return new Writes() {
            private int at;

            @Override
            public boolean more() {
                return at < whole.length();
            }

            @Override
            public void next(Buffer out) {
                int end = Math.min(whole.length(), at + Math.max(1, bytes));
                out.appendBuffer(whole, at, end - at);
                at = end;
            }
        };
    }
}
