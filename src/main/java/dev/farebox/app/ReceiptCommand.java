package dev.farebox.app;

import dev.farebox.desk.Receipt;
import dev.farebox.desk.ReceiptJson;
import dev.farebox.desk.ReceiptText;
import dev.farebox.id.IdText;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farebox receipt REQUEST}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "receipt",
        description = "What one request cost, how that was worked out, and what paid for it.")
final class ReceiptCommand implements Callable<Integer> {
    @Mixin Target target = new Target();

    @Parameters(
            paramLabel = "REQUEST",
            description = "The id in the x-request-id header of the answer: req_…")
    String request = "";

    @Option(names = "--json", description = "Print the receipt as JSON.")
    boolean json;

    @Override
    public Integer call() {
        UUID id = Read.id(IdText.REQUEST, request);
        return target.with(platform -> {
            Receipt receipt =
                    platform.receipts
                            .find(id)
                            .orElseThrow(() ->
                                    new ProblemException(
                                            ProblemCode.NOT_FOUND,
                                            "there is no receipt for %s: the request is still running, was refused before anything was held, or is not of this installation"
                                                    .formatted(request)));
            if (json) {
                Target.out().println(ReceiptJson.forOperator(receipt).toPrettyString());
            } else {
                String unit = platform.configuration.operator().creditName();
                ReceiptText.of(receipt, unit).forEach(Target.out()::println);
            }
            return Cli.DONE;
        });
    }
}
