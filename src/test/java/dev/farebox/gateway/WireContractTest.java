package dev.farebox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.Reply;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.StreamWriter;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.UpstreamFault;
import dev.farebox.gateway.exchange.Wire;
import dev.farebox.usage.Usage;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What every client dialect must do, on every surface. */
class WireContractTest {
    private static final String ID = "req_0123456789";
    private static final Set<Integer> NEVER_AGAIN = Set.of(400, 401, 402, 403, 404, 413, 422);

    private static final List<GatewayProblem> PROBLEMS =
            List.of(
                    new GatewayProblem.InvalidRequest("No.", "model", "invalid_value"),
                    new GatewayProblem.UnknownRoute("GET", "/v1/x"),
                    new GatewayProblem.MethodNotAllowed("GET", "POST"),
                    new GatewayProblem.BodyTooLarge(10),
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
                            GatewayProblem.Whose.GROUP,
                            GatewayProblem.Limit.TOKENS_PER_MINUTE,
                            100,
                            90_000),
                    new GatewayProblem.UpstreamRefused(
                            new UpstreamFault(400, "t", "c", "p", "Bad picture.")),
                    new GatewayProblem.UpstreamRefused(
                            new UpstreamFault(401, "t", "c", "p", "Bad key sk-123456789.")),
                    new GatewayProblem.UpstreamUnavailable(5_000),
                    new GatewayProblem.UpstreamTimeout(),
                    new GatewayProblem.UpstreamCut(),
                    new GatewayProblem.DatabaseUnavailable(),
                    new GatewayProblem.Overloaded(),
                    new GatewayProblem.Draining(),
                    new GatewayProblem.Internal());

    static Stream<Arguments> refusals() {
        return Stream.of(Surface.values())
                .flatMap(surface -> PROBLEMS.stream().map(one -> Arguments.of(surface, one)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_refusal_says_what_it_is_and_whether_to_come_again(
            Surface surface, GatewayProblem problem) {
        Reply reply = Wires.of(surface).error(RequestHead.of(surface), problem, ID);
        assertThat(reply.status()).isBetween(400, 599);
        assertThat(reply.headers())
                .containsEntry("x-request-id", ID)
                .containsEntry("request-id", ID)
                .containsEntry("content-type", "application/json");
        if (NEVER_AGAIN.contains(reply.status())) {
            assertThat(reply.headers()).containsEntry("x-should-retry", "false");
            assertThat(reply.headers()).doesNotContainKey("retry-after");
        }
        String after = reply.headers().get("retry-after");
        if (after != null) {
            assertThat(Long.parseLong(after)).isBetween(1L, 30L);
            assertThat(reply.headers()).containsKey("retry-after-ms");
        }
        var body = JsonMapper.shared().readTree(reply.body());
        assertThat(body.at("/error/message").asString("")).isNotBlank();
        assertThat(new String(reply.body(), UTF_8)).doesNotContain("sk-123456789");
    }

    @ParameterizedTest
    @EnumSource(Surface.class)
    void a_stream_breaks_off_with_the_reason(Surface surface) {
        StreamWriter writer = Wires.of(surface).passing(request(surface), ID);
        String event = new String(writer.error(new GatewayProblem.UpstreamCut()), UTF_8);
        assertThat(event).contains("The model's answer broke off.").doesNotContain("\r");
        assertThat(event).doesNotContain("[DONE]");
        String beat = new String(writer.keepAlive(), UTF_8);
        if (surface.family() == Surface.Family.GEMINI) {
            assertThat(beat).isEmpty();
        } else {
            assertThat(beat).endsWith("\n\n");
        }
    }

    @ParameterizedTest
    @EnumSource(Surface.class)
    void nothing_that_a_client_sends_breaks_a_scan(Surface surface) {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        Wire wire = Wires.of(surface);
        byte[] base =
                ("{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":"
                                + "\"hi\"}],\"input\":\"x\",\"contents\":[{\"parts\":[{\"text\":\"t\"}]}],"
                                + "\"prompt\":\"p\",\"voice\":\"v\",\"stream\":true,\"n\":2}")
                        .getBytes(UTF_8);
        for (int round = 0; round < 2_000; round++) {
            byte[] body = base.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            Scan scan = wire.scan(head(surface), body, ScanLimits.STANDARD);
            assertThat(scan).isNotNull();
            if (scan instanceof Scan.Invalid invalid) {
                assertThat(invalid.message()).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Surface.class,
            names = {"CHAT", "RESPONSES", "MESSAGES", "COMPLETIONS", "EMBEDDINGS", "SPEECH"})
    void a_model_that_is_named_twice_is_refused(Surface surface) {
        for (String second : List.of("model", "Model", "mod\\u0065l", "MODEL")) {
            byte[] body =
                    ("{\"model\":\"cheap\",\""
                                    + second
                                    + "\":\"dear\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\","
                                    + "\"content\":\"hi\"}],\"input\":\"x\",\"prompt\":\"p\","
                                    + "\"voice\":\"v\"}")
                            .getBytes(UTF_8);
            assertThat(Wires.of(surface).scan(head(surface), body, ScanLimits.STANDARD))
                    .as(second)
                    .isInstanceOf(Scan.Invalid.class);
        }
    }

    private static RequestHead head(Surface surface) {
        String model = surface.family() == Surface.Family.GEMINI ? "m" : "";
        return new RequestHead(
                surface, model, false, Map.of("content-type", "application/json"), Map.of());
    }

    private static ClientRequest request(Surface surface) {
        return new ClientRequest(
                head(surface),
                new byte[0],
                ClientRequest.JSON,
                "m",
                true,
                false,
                OptionalLong.empty(),
                1,
                InputSize.NOTHING,
                Usage.NONE,
                "",
                null,
                List.of());
    }
}
