package dev.farebox.gateway.wire.responses;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamWriter;
import dev.farebox.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Passes an upstream's events on as they are, and remembers of them what is needed to break the
 * stream off in its own terms.
 */
final class Passing implements StreamWriter {
    static final byte[] KEEP_ALIVE = ": ka\n\n".getBytes(US_ASCII);
    private static final int MAX_TYPE = 128;
    private static final int MAX_WORD = 256;

    private long sequence = -1;
    private long created;
    private String id;
    private String model;
    private String type = "";

    Passing(String model, String requestId) {
        this.model = model;
        this.id = responseId(requestId);
    }

    /** An id such as responses have, made of ours. */
    static String responseId(String requestId) {
        return "resp_" + requestId.replaceAll("[^A-Za-z0-9]", "");
    }

    @Override
    public void forward(SseEvent event, Step step, ByteSink out) {
        note(event);
        if (!event.isNamed() && isName(type)) {
            // the name is part of the dialect, though some upstreams leave it out
            out.write(("event: " + type + "\n").getBytes(UTF_8));
        }
        out.write(event.buffer(), event.offset(), event.length());
    }

    @Override
    public void finish(AnswerSummary summary, ByteSink out) {
        // the terminal event has ended it
    }

    @Override
    public byte[] error(GatewayProblem problem) {
        return new StreamFailure(sequence, id, model, created).events(problem);
    }

    @Override
    public byte[] keepAlive() {
        return KEEP_ALIVE;
    }

    private void note(SseEvent event) {
        type = "";
        long next = sequence + 1;
        try (JsonParser parser =
                Json.parser(event.buffer(), event.dataOffset(), event.dataLength())) {
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            while (isObject && parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "sequence_number" -> next = Math.max(next, number(parser));
                    case "type" -> type = value == JsonToken.VALUE_STRING ? parser.getString() : "";
                    case "response" -> response(parser);
                    default -> {}
                }
                parser.skipChildren();
            }
        } catch (JacksonException _) {
            // the reader of the stream has judged it already
        }
        sequence = next;
    }

    private void response(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> id = word(parser, id);
                case "model" -> model = word(parser, model);
                case "created_at" -> created = Math.max(created, number(parser));
                default -> {}
            }
            parser.skipChildren();
        }
    }

    private static String word(JsonParser parser, String otherwise) {
        if (parser.currentToken() != JsonToken.VALUE_STRING
                || parser.getStringLength() > MAX_WORD) {
            return otherwise;
        }
        return parser.getString();
    }

    private static long number(JsonParser parser) {
        boolean isCount =
                parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && parser.getStringLength() <= 15;
        return isCount ? parser.getLongValue() : 0;
    }

    private static boolean isName(String type) {
        return !type.isEmpty()
                && type.length() <= MAX_TYPE
                && type.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
