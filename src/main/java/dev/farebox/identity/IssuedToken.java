package dev.farebox.identity;

/** A new operator token with its secret, which is shown this once. Prints without it. */
public record IssuedToken(Operator operator, String secret) {
    @Override
    public String toString() {
        return "IssuedToken[" + operator + "]";
    }
}
