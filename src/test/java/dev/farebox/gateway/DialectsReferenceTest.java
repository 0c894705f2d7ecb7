package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.Reply;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.UpstreamFault;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The reference of the dialects says what the code does. After a change of an error, run this with
 * {@code -Dtest.argLine=-Dfarebox.accept=true} and read the difference.
 */
@WithDatabase
class DialectsReferenceTest {
    private static final Path PAGE = Path.of("docs/reference/dialects.md");
    private static final Pattern SERVED =
            Pattern.compile(
                    "\\| \\w+ \\| `POST (\\S+)` \\| `([a-z_.]+)` \\| .* \\| (held|free) \\|");
    private static final Pattern NOT_SERVED =
            Pattern.compile("\\| `(GET|POST) (\\S+)`( .*)? \\| .* \\| (\\d{3}) `(\\w+)` \\|");
    private static final String BEGIN = "<!-- errors: written by a test -->\n";
    private static final String END = "<!-- end of errors -->\n";

    @Test
    void the_page_lists_exactly_the_places_that_are_served() throws IOException {
        var listed = EnumSet.noneOf(Surface.class);
        for (Matcher row : rows(SERVED)) {
            var target = Paths.read(row.group(1).replace("NAME", "some-model"));
            assertThat(target).as(row.group()).isInstanceOf(Paths.Target.Serve.class);
            Surface surface = ((Paths.Target.Serve) target).surface();
            assertThat(surface.word()).isEqualTo(row.group(2));
            assertThat(row.group(3)).isEqualTo(surface.isFree() ? "free" : "held");
            assertThat(row.group().contains("translated")).isEqualTo(surface.isConversation());
            listed.add(surface);
        }
        assertThat(listed).isEqualTo(EnumSet.allOf(Surface.class));
    }

    @Test
    void what_the_page_says_is_not_served_is_refused_as_it_says(Database database)
            throws IOException {
        try (var world = new GatewayWorld(database)) {
            var key = RawHttp.json(world.buyer(1_000_000_000).secret());
            List<Matcher> rows = rows(NOT_SERVED);
            assertThat(rows).hasSizeGreaterThan(10);
            for (Matcher row : rows) {
                var answer = RawHttp.once(world.server.port(), row.group(1), row.group(2), key, "");
                assertThat(answer.status() + " " + code(answer.body()))
                        .as(row.group())
                        .isEqualTo(row.group(4) + " " + row.group(5));
                assertThat(answer.header("x-request-id")).startsWith("req_");
                assertThat(answer.header("x-should-retry")).isEqualTo("false");
            }
        }
    }

    private static String code(String body) {
        JsonNode error = Talk.MAPPER.readTree(body).path("error");
        String openAi = error.path("code").asString("");
        boolean google = error.path("status").isString();
        return google
                ? error.at("/details/0/reason").asString("").toLowerCase(java.util.Locale.ROOT)
                : error.at("/details/error_code").asString(openAi);
    }

    @Test
    void the_page_has_the_errors_of_the_code() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        if (Boolean.getBoolean("farebox.accept")) {
            Files.writeString(PAGE, page.substring(0, from) + errors() + page.substring(to));
            return;
        }
        assertThat(page.substring(from, to)).isEqualTo(errors());
    }

    private static String errors() {
        var table = new StringBuilder();
        table.append("| What | Code | Chat, small surfaces | Responses | Anthropic | Gemini |\n");
        table.append("|---|---|---|---|---|---|\n");
        for (GatewayProblem problem : problems()) {
            var cells = new ArrayList<String>();
            cells.add(words(problem));
            cells.add("`" + code(text(reply(Surface.CHAT, problem))) + "`");
            for (Surface surface :
                    List.of(Surface.CHAT, Surface.RESPONSES, Surface.MESSAGES, Surface.GENERATE)) {
                cells.add(cell(reply(surface, problem)));
            }
            table.append("| " + String.join(" | ", cells) + " |\n");
        }
        return table.toString();
    }

    private static String cell(Reply reply) {
        JsonNode error = Talk.MAPPER.readTree(text(reply)).path("error");
        String type = error.path("status").asString(error.path("type").asString(""));
        String again = reply.headers().containsKey("retry-after") ? ", again" : "";
        return reply.status() + " `" + type + "`" + again;
    }

    private static Reply reply(Surface surface, GatewayProblem problem) {
        return Wires.of(surface).error(surface, problem, "req_1");
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    /** The name of a problem, apart: {@code out of credit}. */
    private static String words(GatewayProblem problem) {
        return problem.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(java.util.Locale.ROOT);
    }

    private static List<GatewayProblem> problems() {
        return List.of(
                new GatewayProblem.InvalidRequest("m", "p", "unsupported_parameter"),
                new GatewayProblem.UnknownRoute("GET", "/x"),
                new GatewayProblem.NotServed("Batches", ""),
                new GatewayProblem.MethodNotAllowed("GET", "POST"),
                new GatewayProblem.BodyTooLarge(1),
                new GatewayProblem.HeadersTooLarge(),
                new GatewayProblem.UnsupportedMediaType(),
                new GatewayProblem.UnsupportedEncoding(),
                new GatewayProblem.UpgradeRefused(),
                new GatewayProblem.RequestTimeout(),
                new GatewayProblem.KeyMissing(),
                new GatewayProblem.KeyUnknown(),
                new GatewayProblem.KeyRevoked(),
                new GatewayProblem.KeyExpired(),
                new GatewayProblem.CustomerSuspended(),
                new GatewayProblem.AddressNotAllowed(),
                new GatewayProblem.ModelNotAllowed("m"),
                new GatewayProblem.ModelNotFound("m"),
                new GatewayProblem.OutOfCredit(),
                new GatewayProblem.CreditStop(),
                new GatewayProblem.SpendCapReached(
                        GatewayProblem.Whose.KEY, GatewayProblem.Period.DAY),
                new GatewayProblem.RateLimited(
                        GatewayProblem.Whose.KEY,
                        GatewayProblem.Limit.REQUESTS_PER_MINUTE,
                        1,
                        1_000),
                new GatewayProblem.UpstreamRefused(
                        new UpstreamFault(422, null, "as_the_upstream_says", null, "m")),
                new GatewayProblem.UpstreamUnavailable(1_000),
                new GatewayProblem.UpstreamTimeout(),
                new GatewayProblem.UpstreamCut(),
                new GatewayProblem.DatabaseUnavailable(),
                new GatewayProblem.Overloaded(),
                new GatewayProblem.Draining(),
                new GatewayProblem.Internal());
    }

    @Test
    void every_problem_is_in_the_table() {
        var leaves =
                Arrays.stream(GatewayProblem.class.getPermittedSubclasses())
                        .flatMap(type ->
                                type.isSealed()
                                        ? Arrays.stream(type.getPermittedSubclasses())
                                        : java.util.stream.Stream.of(type))
                        .filter(type -> !type.getSimpleName().startsWith("Stored"))
                        .toList();
        assertThat(problems().stream().map(Object::getClass).toList())
                .containsExactlyInAnyOrderElementsOf(leaves);
    }

    private static List<Matcher> rows(Pattern pattern) throws IOException {
        return Files.readAllLines(PAGE).stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .toList();
    }
}
