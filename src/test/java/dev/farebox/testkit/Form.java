package dev.farebox.testkit;

import java.nio.charset.StandardCharsets;

/** A form with plain fields and files, as a client sends it. */
public final class Form {
    private static final String BOUNDARY = "form-boundary";
    public static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private final StringBuilder latin1 = new StringBuilder();

    public Form field(String name, String value) {
        return part("name=\"" + name + "\"\r\n\r\n" + value);
    }

    /** A file whose bytes are those of {@code content}, one for each character. */
    public Form file(String name, String fileName, String content) {
        return part(
                "name=\""
                        + name
                        + "\"; filename=\""
                        + fileName
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                        + content);
    }

    private Form part(String rest) {
        latin1.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; ")
                .append(rest)
                .append("\r\n");
        return this;
    }

    public byte[] bytes() {
        return (latin1 + "--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
