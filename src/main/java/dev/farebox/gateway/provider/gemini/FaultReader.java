package dev.farebox.gateway.provider.gemini;

import dev.farebox.gateway.exchange.SafeText;
import dev.farebox.gateway.exchange.UpstreamFault;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Collects what an upstream says about an error: Google's form, with its details. */
final class FaultReader {
    private static final int MAX_WORD = 64;
    private static final long MAX_RETRY_MILLIS = 60_000;

    private int code;
    private @Nullable String status;
    private @Nullable String reason;
    private @Nullable String field;
    private String message = "";
    private long retryMillis;

    /** Reads the value of a member {@code error}; false where it means that there is none. */
    boolean error(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            message = parser.getString();
            return !message.isEmpty();
        }
        if (token != JsonToken.START_OBJECT) {
            boolean array = token == JsonToken.START_ARRAY;
            parser.skipChildren();
            return array;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            member(name, parser);
            parser.skipChildren();
        }
        return true;
    }

    private void member(String name, JsonParser parser) {
        JsonToken token = parser.currentToken();
        switch (name) {
            case "code" -> code(parser);
            case "message" -> message = token == JsonToken.VALUE_STRING ? parser.getString() : "";
            case "status" -> status = word(parser);
            case "details" -> {
                if (token == JsonToken.START_ARRAY) {
                    details(parser);
                }
            }
            default -> {}
        }
    }

    private void code(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getStringLength() == 3) {
            int number = parser.getIntValue();
            code = number >= 400 && number < 600 ? number : 0;
        }
    }

    private void details(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                detail(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void detail(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (name) {
                case "reason" -> reason = reason == null ? word(parser) : reason;
                case "retryDelay" -> retryMillis = millis(parser);
                case "fieldViolations" -> {
                    if (token == JsonToken.START_ARRAY) {
                        violations(parser);
                    }
                }
                default -> {}
            }
            parser.skipChildren();
        }
    }

    private void violations(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("field") && field == null) {
                    field = word(parser);
                }
                parser.skipChildren();
            }
        }
    }

    /** What the upstream asked us to wait, 0 where it did not; at most a minute. */
    long retryMillis() {
        return retryMillis;
    }

    /** Its message in lower case, for the words by which kinds are told apart. */
    String words() {
        return (message.length() > 4096 ? message.substring(0, 4096) : message)
                .toLowerCase(Locale.ROOT);
    }

    String status() {
        return status == null ? "" : status;
    }

    String reason() {
        return reason == null ? "" : reason;
    }

    UpstreamFault fault(int httpStatus) {
        return new UpstreamFault(
                httpStatus == 0 ? code : httpStatus, status, reason, field, SafeText.of(message));
    }

    private static @Nullable String word(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return null;
        }
        String text = SafeText.of(parser.getString());
        return text.length() > MAX_WORD ? text.substring(0, MAX_WORD) : text;
    }

    /** Proto-JSON's duration: {@code 34.074824224s}. */
    private static long millis(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_STRING
                || parser.getStringLength() > 20
                || !parser.getString().matches("\\d{1,9}(\\.\\d{1,9})?s")) {
            return 0;
        }
        String seconds = parser.getString().substring(0, parser.getStringLength() - 1);
        long millis = new BigDecimal(seconds).movePointRight(3).longValue();
        return Math.min(MAX_RETRY_MILLIS, millis);
    }
}
