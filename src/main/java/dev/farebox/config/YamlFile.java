package dev.farebox.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** Reads a YAML file of sections and keys into texts that know their line. */
final class YamlFile {
    private static final long MOST_BYTES = 1 << 20;

    private final Path file;
    private final Faults faults;
    private final Map<String, Given> into;

    private YamlFile(Path file, Faults faults, Map<String, Given> into) {
        this.file = file;
        this.faults = faults;
        this.into = into;
    }

    static void read(Path file, Faults faults, Map<String, Given> into) {
        new YamlFile(file, faults, into).read();
    }

    private void read() {
        Optional<String> text = text();
        if (text.isEmpty()) {
            return;
        }
        var factory =
                YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        try (JsonParser parser =
                factory.createParser(tools.jackson.core.ObjectReadContext.empty(), text.get())) {
            document(parser);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            faults.add(at(line), "not YAML that can be read: " + firstLine(e));
        }
    }

    private Optional<String> text() {
        try {
            if (Files.size(file) > MOST_BYTES) {
                faults.add(file.toString(), "is larger than 1 MiB");
                return Optional.empty();
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException _) {
            faults.add(file.toString(), "is not UTF-8 text");
        } catch (IOException e) {
            faults.add(file.toString(), "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        return Optional.empty();
    }

    private void document(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return;
        }
        if (first != JsonToken.START_OBJECT) {
            faults.add(at(line(parser)), "expected sections such as \"server:\"");
            return;
        }
        entries(parser, "");
        if (parser.nextToken() != null) {
            faults.add(at(line(parser)), "expected one document, found another");
        }
    }

    private void entries(JsonParser parser, String prefix) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = prefix + parser.currentName();
            int line = line(parser);
            entry(parser, name, parser.nextToken(), line);
        }
    }

    private void entry(JsonParser parser, String name, JsonToken token, int line) {
        boolean isSection = name.indexOf('.') < 0 || KnownNames.holdsKeys(name);
        if (token == JsonToken.START_OBJECT && isSection) {
            entries(parser, name + ".");
        } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            parser.skipChildren();
            faults.add(at(line), shape(name, token));
        } else if (isSection) {
            if (token != JsonToken.VALUE_NULL || !KnownNames.holdsKeys(name)) {
                faults.add(at(line), sectionShape(name));
            }
        } else if (token != JsonToken.VALUE_NULL || !KnownNames.isKey(name)) {
            into.put(name, new Given(parser.getString(), at(line)));
        }
    }

    private static String shape(String name, JsonToken token) {
        if (!KnownNames.isKey(name)) {
            return KnownNames.unknown(name);
        }
        return "%s: expected a single value, not a %s"
                .formatted(name, token == JsonToken.START_ARRAY ? "list" : "section");
    }

    private static String sectionShape(String name) {
        return KnownNames.holdsKeys(name)
                ? name + ": expected a section with keys, not a value"
                : KnownNames.unknown(name);
    }

    private String at(int line) {
        return file + ":" + line;
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    /** Without the source excerpt, which could hold a secret. */
    private static String firstLine(JacksonException e) {
        String message = e.getOriginalMessage();
        return message == null ? "syntax error" : message.lines().findFirst().orElse("");
    }
}
