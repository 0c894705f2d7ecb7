package dev.farebox.gateway.provider.demo;

/** A request with one short answer in JSON that costs no tokens. */
record Fixed(String model, String prompt, Vendor vendor, String json) implements Task {
    @Override
    public String promptParam() {
        return "input";
    }

    @Override
    public Play play(Stage stage, String said, DemoFault fault) {
        return Plays.whole(
                Plays.JSON,
                fault.is(FaultKind.EXTRA_FIELDS) ? ExtraFields.into(json) : json,
                vendor,
                stage.settings().pacingOf(model).timeToFirstToken(),
                fault);
    }
}
