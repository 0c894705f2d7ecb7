package dev.farebox.json;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads one document into {@link Node}s.
 *
 * <p>Refuses with {@link ProblemCode#INPUT_INVALID} and the line: more than {@code maxCharacters},
 * nesting beyond {@code maxDepth}, numbers beyond 100 characters, a key given twice, a YAML alias,
 * more than one document.
 */
public final class NodeReader {
    private static final int LONGEST_NUMBER = 100;

    private final int maxCharacters;
    private final int maxDepth;

    public NodeReader(int maxCharacters, int maxDepth) {
        this.maxCharacters = maxCharacters;
        this.maxDepth = maxDepth;
    }

    public Node json(String text) {
        return read(JsonFactory.builder().streamReadConstraints(constraints()).build(), text);
    }

    public Node yaml(String text) {
        var settings = LoadSettings.builder().setCodePointLimit(maxCharacters).build();
        return read(
                YAMLFactory.builder()
                        .loadSettings(settings)
                        .streamReadConstraints(constraints())
                        .build(),
                text);
    }

    /**
     * The text of a UTF-8 file.
     *
     * @throws ProblemException INPUT_INVALID when it cannot be read, is longer than {@code
     *     maxBytes}, or is not UTF-8
     */
    public static String text(Path file, int maxBytes) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw refused(file + " is longer than " + maxBytes + " bytes", null);
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw refused(file + " is not UTF-8", e);
        } catch (IOException e) {
            throw refused(file + ": " + e, e);
        }
    }

    private StreamReadConstraints constraints() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxNumberLength(LONGEST_NUMBER)
                .maxNameLength(1_000)
                .build();
    }

    private Node read(TokenStreamFactory factory, String text) {
        if (text.length() > maxCharacters) {
            throw refused("longer than " + maxCharacters + " characters", null);
        }
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw refused("empty", null);
            }
            Node node = node(parser, first);
            if (parser.nextToken() != null) {
                throw refused("line " + line(parser) + ": something follows the document", null);
            }
            return node;
        } catch (JacksonException e) {
            var location = e.getLocation();
            String where = location == null ? "" : "line " + location.getLineNr() + ": ";
            throw refused(where + e.getOriginalMessage(), e);
        }
    }

    private static Node node(JsonParser parser, JsonToken token) {
        int line = line(parser);
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw refused("line " + line + ": aliases are not supported", null);
        }
        return switch (token) {
            case START_OBJECT -> fields(parser, line);
            case START_ARRAY -> items(parser, line);
            case VALUE_STRING -> new Node.Text(line, parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Numeral(line, parser.getString());
            case VALUE_TRUE -> new Node.Flag(line, true);
            case VALUE_FALSE -> new Node.Flag(line, false);
            case VALUE_NULL -> new Node.Nothing(line);
            case VALUE_EMBEDDED_OBJECT ->
                    throw refused("line " + line + ": tagged values are not supported", null);
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE ->
                    throw new IllegalStateException(token + " where a value starts");
        };
    }

    private static Node fields(JsonParser parser, int line) {
        var fields = new LinkedHashMap<String, Node>();
        while (next(parser) != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int at = line(parser);
            if (fields.put(name, node(parser, next(parser))) != null) {
                throw refused("line " + at + ": the key \"" + name + "\" is given twice", null);
            }
        }
        return new Node.Fields(line, Collections.unmodifiableMap(fields));
    }

    private static Node items(JsonParser parser, int line) {
        var items = new ArrayList<Node>();
        JsonToken token = next(parser);
        while (token != JsonToken.END_ARRAY) {
            items.add(node(parser, token));
            token = next(parser);
        }
        return new Node.Items(line, List.copyOf(items));
    }

    private static JsonToken next(JsonParser parser) {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw refused("line " + line(parser) + ": the document ends too early", null);
        }
        return token;
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private static ProblemException refused(String why, @Nullable Throwable cause) {
        return new ProblemException(
                ProblemCode.INPUT_INVALID, "The document cannot be read: " + why + ".", cause);
    }
}
