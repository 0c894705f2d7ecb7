package dev.farebox.testkit;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Names the requirements of {@code docs/requirements.md} that a test class or method proves. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Proves {
    String[] value();
}
