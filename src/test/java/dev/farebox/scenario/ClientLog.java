package dev.farebox.scenario;

import dev.farebox.id.IdText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What {@link AcknowledgementClient} wrote down.
 *
 * @param answered the complete answers by request, with the tokens that they named, where they did
 * @param twice requests that ended more than once
 * @param refused requests that got an error status, and their status
 * @param broken how many requests broke off; any of them may have been carried out
 */
record ClientLog(
        Map<UUID, Optional<Tokens>> answered,
        List<UUID> twice,
        Map<UUID, String> refused,
        int broken) {
    /** As the answer's usage has them: the prompt's include the cached ones. */
    record Tokens(long prompt, long cached, long completion) {}

    static ClientLog read(Path file) throws IOException {
        Map<UUID, Optional<Tokens>> answered = new LinkedHashMap<>();
        Map<UUID, String> refused = new LinkedHashMap<>();
        var twice = new ArrayList<UUID>();
        Set<UUID> all = new HashSet<>();
        int broken = 0;
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ", -1);
            UUID id = IdText.REQUEST.read(words[1]).orElse(null);
            if (id != null && !all.add(id)) {
                twice.add(id);
            }
            switch (words[0]) {
                case "answered" -> {
                    if (id == null) {
                        throw new IllegalArgumentException("answered without an id: " + line);
                    }
                    answered.put(id, tokens(words));
                }
                case "refused" -> {
                    if (id != null) {
                        refused.put(id, words[2]);
                    }
                }
                case "broken" -> broken++;
                default -> throw new IllegalArgumentException(line);
            }
        }
        return new ClientLog(answered, twice, refused, broken);
    }

    private static Optional<Tokens> tokens(String[] words) {
        return words[2].equals("-")
                ? Optional.empty()
                : Optional.of(
                        new Tokens(
                                Long.parseLong(words[2]),
                                Long.parseLong(words[3]),
                                Long.parseLong(words[4])));
    }
}
