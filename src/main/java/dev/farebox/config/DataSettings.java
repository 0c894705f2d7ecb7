package dev.farebox.config;

import java.nio.file.Path;
import java.util.List;

/** Where this node keeps its files. */
public record DataSettings(Path directory) {
    static final Key<Path> DIRECTORY =
            new Key<>(
                    "data.directory",
                    Kind.path(),
                    "data",
                    "/var/lib/farebox",
                    "Directory of the embedded database, the spill files and the "
                            + "master key. Made on first start, readable by its owner alone. "
                            + "Relative to the working directory.");
    static final Section SECTION =
            new Section("data", "Where this node keeps its files.", List.of(DIRECTORY));

    static DataSettings read(Values values) {
        return new DataSettings(values.get(DIRECTORY));
    }
}
