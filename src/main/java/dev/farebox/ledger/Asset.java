package dev.farebox.ledger;

/** What a lot counts. The code is stored and never reused. */
public enum Asset {
    /** Credits, in nano-units. */
    CREDIT(1),
    /** Tokens of a package, in tokens. */
    PACKAGE_TOKENS(2),
    /** Uses of a pass. */
    PASS_USES(3);

    private final short code;

    Asset(int code) {
        this.code = (short) code;
    }

    public short code() {
        return code;
    }

    public static Asset ofCode(int code) {
        for (Asset asset : values()) {
            if (asset.code == code) {
                return asset;
            }
        }
        throw new IllegalArgumentException("no asset has code " + code);
    }
}
