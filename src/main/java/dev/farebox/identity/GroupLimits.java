package dev.farebox.identity;

/**
 * The usual limits of one service group's customers, on one node.
 *
 * @param customer what each of them may use that has no limit of its own
 * @param shared what all of them may use together
 */
public record GroupLimits(Limits customer, Limits shared) {
    public static final GroupLimits NONE = new GroupLimits(Limits.NONE, Limits.NONE);
}
