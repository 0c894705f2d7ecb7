package dev.farebox.app;

import dev.farebox.id.IdText;
import dev.farebox.id.Ids;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The id of this node, kept in its data directory: a start after a crash knows by it which holds
 * the run before left behind.
 */
final class NodeFile {
    private NodeFile() {}

    static UUID read(Path dataDirectory, Ids ids) {
        Path file = dataDirectory.resolve("node.id");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(dataDirectory);
                Files.writeString(file, IdText.NODE.show(ids.next()) + "\n");
            }
            String text = Files.readString(file).strip();
            return IdText.NODE
                    .read(text)
                    .orElseThrow(() ->
                            unusable(file, "it says " + text + ", which is not a node's id", null));
        } catch (IOException e) {
            throw unusable(file, e.toString(), e);
        }
    }

    private static ProblemException unusable(
            Path file, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new ProblemException(
                ProblemCode.DATA_DIRECTORY_UNUSABLE,
                "The node's id cannot be read from %s: %s".formatted(file, why),
                cause);
    }
}
