package dev.farebox.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The test breaks the books on purpose: they are not checked after it. Give such tests a database
 * for each method, or the next test finds the damage.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface LeavesBooksBroken {
    /** Why. */
    String value();
}
