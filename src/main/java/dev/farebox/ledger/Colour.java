package dev.farebox.ledger;

/**
 * Where a lot came from. At equal priority and expiry, a lower burn rank pays first: free before
 * paid. The code is stored and never reused.
 */
public enum Colour {
    PAID(1, 9),
    BONUS(2, 5),
    PROMOTIONAL(3, 1),
    REDEEMED(4, 2),
    MANUAL(5, 3),
    COMPENSATION(6, 4),
    GOODWILL(7, 4),
    CONVERTED(8, 8),
    GIFTED(9, 2);

    private final short code;
    private final int burnRank;

    Colour(int code, int burnRank) {
        this.code = (short) code;
        this.burnRank = burnRank;
    }

    public short code() {
        return code;
    }

    public int burnRank() {
        return burnRank;
    }

    /** The house account that a grant of this colour draws on. */
    public Purpose source() {
        return switch (this) {
            case PAID, CONVERTED, MANUAL, GIFTED, REDEEMED -> Purpose.ISSUED;
            case BONUS, PROMOTIONAL -> Purpose.PROMOTION;
            case GOODWILL -> Purpose.GOODWILL;
            case COMPENSATION -> Purpose.COMPENSATION;
        };
    }

    public static Colour ofCode(int code) {
        for (Colour colour : values()) {
            if (colour.code == code) {
                return colour;
            }
        }
        throw new IllegalArgumentException("no colour has code " + code);
    }
}
