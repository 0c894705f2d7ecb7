package dev.farebox.gateway.provider.demo;

import io.vertx.core.buffer.Buffer;
import java.util.function.Function;

/** A request whose answer is one body that is known at once; a fault may spoil its usage. */
record Fixed(
        String model, String prompt, Vendor vendor, String type, Function<DemoFault, Buffer> body)
        implements Task {
    static Fixed json(
            String model, String prompt, Vendor vendor, Function<DemoFault, String> json) {
        return new Fixed(
                model,
                prompt,
                vendor,
                Plays.JSON,
                fault ->
                        Buffer.buffer(
                                fault.is(FaultKind.EXTRA_FIELDS)
                                        ? ExtraFields.into(json.apply(fault))
                                        : json.apply(fault)));
    }

    @Override
    public String promptParam() {
        return "input";
    }

    @Override
    public Play play(Stage stage, String said, DemoFault fault) {
        return Plays.whole(
                type,
                body.apply(fault),
                vendor,
                stage.settings().pacingOf(model).timeToFirstToken(),
                fault);
    }
}
