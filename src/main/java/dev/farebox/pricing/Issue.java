package dev.farebox.pricing;

/**
 * One thing that is wrong with a price book or a price file.
 *
 * @param line where in the text, from 1; 0 when there is no text
 * @param path such as {@code models.demo-chat.price.input}
 * @param problem what was found and what was expected
 */
public record Issue(int line, String path, String problem) {
    @Override
    public String toString() {
        return (line == 0 ? "" : "line " + line + ": ") + path + ": " + problem;
    }
}
