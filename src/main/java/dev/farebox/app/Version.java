package dev.farebox.app;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Which Farebox this is. */
final class Version implements IVersionProvider {
    static String text() {
        return Objects.requireNonNullElse(
                Version.class.getPackage().getImplementationVersion(), "development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"farebox " + text()};
    }
}
