package dev.farebox.ledger;

/**
 * The place value sits. The first four are the customer's; the others are the house's, which have
 * no row of their own: their balances are sums over entries. The code is stored and never reused.
 */
public enum Purpose {
    /** Credit that the customer can spend or that a hold has set aside; always with a lot. */
    WALLET(1),
    /** Credit locked by a case; always with a lot. */
    FROZEN(2),
    /** What the customer consumed and has not covered. */
    OWED(3),
    /** The other side of credit sold or moved in. */
    ISSUED(16),
    /** Credit consumed. */
    USAGE(17),
    /** Credit that expired unused. */
    BREAKAGE(18),
    PROMOTION(19),
    GOODWILL(20),
    COMPENSATION(21),
    ROUNDING(22),
    /** Between two customers' books. */
    TRANSIT(23);

    private final short code;

    Purpose(int code) {
        this.code = (short) code;
    }

    public short code() {
        return code;
    }

    public boolean isCustomers() {
        return code < 16;
    }

    public static Purpose ofCode(int code) {
        for (Purpose purpose : values()) {
            if (purpose.code == code) {
                return purpose;
            }
        }
        throw new IllegalArgumentException("no purpose has code " + code);
    }
}
