package dev.farebox.gateway.provider.demo;

import tools.jackson.databind.json.JsonMapper;

/** JSON written by hand where a tree would cost more than the answer. */
final class JsonText {
    static final JsonMapper MAPPER = JsonMapper.shared();

    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    static String quoted(CharSequence text) {
        return quote(new StringBuilder(text.length() + 16), text).toString();
    }

    static StringBuilder quote(StringBuilder out, CharSequence text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"');
    }
}
