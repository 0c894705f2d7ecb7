package dev.farebox.gateway.provider.demo;

/** A well-formed request, ready to be answered. */
non-sealed interface Task extends Reading {
    /** Empty where the request needs no model. */
    String model();

    /** The text that may begin with the directive of a fault; empty for none. */
    String prompt();

    /** Where the prompt stands in the request, for a refusal. */
    String promptParam();

    /** The answer, as it is put on the wire. {@code prompt} is without the directive. */
    Play play(Stage stage, String prompt, DemoFault fault);
}
