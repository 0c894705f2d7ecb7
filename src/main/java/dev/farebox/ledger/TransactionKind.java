package dev.farebox.ledger;

/** What a recorded transaction did. The code is stored and never reused. */
public enum TransactionKind {
    /** A hold was resolved. Recorded by its usage line; it has no transaction row. */
    CAPTURE(1),
    OPEN_ACCOUNT(2),
    OWED_CAP(3),
    GRANT(4),
    EXPIRY(5),
    FREEZE(6),
    UNFREEZE(7),
    CORRECTION(8);

    private final short code;

    TransactionKind(int code) {
        this.code = (short) code;
    }

    public short code() {
        return code;
    }

    public static TransactionKind ofCode(int code) {
        for (TransactionKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of transaction has code " + code);
    }
}
