package dev.farebox.audit;

/**
 * Who does something.
 *
 * @param id stable: an operator token's id, or a fixed word such as {@code command-line}
 */
public record Actor(Kind kind, String id) {
    /** Whether a person, a customer's own program, or the service itself acts. */
    public enum Kind {
        OPERATOR,
        CUSTOMER,
        SYSTEM
    }

    public static Actor operator(String id) {
        return new Actor(Kind.OPERATOR, id);
    }

    public static Actor customer(String id) {
        return new Actor(Kind.CUSTOMER, id);
    }

    /** The service itself; {@code part} says which part of it. */
    public static Actor system(String part) {
        return new Actor(Kind.SYSTEM, part);
    }
}
