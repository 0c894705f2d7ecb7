package dev.farebox.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a {@link TestDatabase}: parameters of that type, or of type {@link
 * dev.farebox.db.Database}, of its constructor and methods are filled in. After each test the books
 * are checked ({@link AfterDatabaseTest}).
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(DatabaseExtension.class)
public @interface WithDatabase {
    /** One database for the class, or a fresh one for each test method. */
    Scope value() default Scope.CLASS;

    /** How long a database lives. */
    enum Scope {
        CLASS,
        METHOD
    }
}
