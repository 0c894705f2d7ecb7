package dev.farebox.identity;

/** A new key with its secret, which is shown this once. Prints without it. */
public record IssuedKey(KeyRecord key, String secret) {
    @Override
    public String toString() {
        return "IssuedKey[" + key + "]";
    }
}
