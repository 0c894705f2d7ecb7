package dev.farebox.app;

import dev.farebox.gateway.route.AddressRule;
import dev.farebox.gateway.route.Channel;
import dev.farebox.gateway.route.FreeQuestion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One small question to an upstream, past the gateway. */
final class ChannelTest {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final int LONGEST_SHOWN = 300;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ChannelTest() {}

    /** Prints what happened; true when an answer with usage came back. */
    static boolean run(Channel channel, String model, AddressRule addresses) {
        var question = SmallQuestion.to(channel, model);
        long started = System.nanoTime();
        try (var http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build()) {
            check(channel, addresses);
            HttpResponse<String> answer =
                    http.send(request(channel, question), HttpResponse.BodyHandlers.ofString());
            long millis = (System.nanoTime() - started) / 1_000_000;
            return report(answer, question, millis);
        } catch (IOException e) {
            say("red    no answer from " + channel.baseUrl() + ": " + cause(e));
            say("       Check the URL, and that this machine can reach it.");
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The names that are looked up here are remembered for the call that follows. */
    private static void check(Channel channel, AddressRule addresses) throws IOException {
        for (InetAddress address : InetAddress.getAllByName(channel.baseUrl().getHost())) {
            addresses
                    .refusal(address)
                    .ifPresent(why -> {
                        throw Read.refused(
                                "%s is at %s, but %s"
                                        .formatted(
                                                channel.baseUrl().getHost(),
                                                address.getHostAddress(),
                                                why));
                    });
        }
    }

    private static HttpRequest request(Channel channel, SmallQuestion question) {
        var request =
                HttpRequest.newBuilder(URI.create(channel.baseUrl() + question.path()))
                        .timeout(ANSWER_TIMEOUT)
                        .header("content-type", "application/json");
        FreeQuestion.headers(channel).forEach(request::header);
        return request.POST(HttpRequest.BodyPublishers.ofString(question.body())).build();
    }

    private static boolean report(
            HttpResponse<String> answer, SmallQuestion question, long millis) {
        if (answer.statusCode() != 200) {
            say("red    status %d after %d ms".formatted(answer.statusCode(), millis));
            say("       " + advice(answer.statusCode()));
            say("       it said: " + shown(answer.body()));
            return false;
        }
        JsonNode usage = question.usageOf(parsed(answer.body()));
        if (usage.isMissingNode()) {
            say(
                    "red    answered in %d ms, but without usage in this kind's form"
                            .formatted(millis));
            say("       Is the kind right? Requests would be charged by our own estimate.");
            return false;
        }
        say(
                "green  answered in %d ms; usage %s in, %s out"
                        .formatted(
                                millis,
                                usage.path(question.input()).asString("?"),
                                usage.path(question.output()).asString("?")));
        return true;
    }

    private static JsonNode parsed(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException _) {
            return MAPPER.missingNode();
        }
    }

    private static String advice(int status) {
        return switch (status) {
            case 401, 403 -> "The upstream refuses the credential.";
            case 402 -> "The upstream wants to be paid first.";
            case 404, 405 -> "The URL, the kind or the upstream's model name is wrong.";
            case 429 -> "The upstream limits us; try again later.";
            default -> "The upstream failed.";
        };
    }

    private static String shown(String body) {
        String line = body.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + " …";
    }

    private static String cause(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static void say(String line) {
        Target.out().println(line);
    }
}
