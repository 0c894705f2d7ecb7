package dev.farebox.testkit;

import dev.farebox.db.Database;
import dev.farebox.testkit.WithDatabase.Scope;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes, hands out, checks and drops the databases of {@link WithDatabase}. */
public final class DatabaseExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(DatabaseExtension.class);

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(
            ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Database.class || type == TestDatabase.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestDatabase database = of(context);
        boolean whole = parameter.getParameter().getType() == TestDatabase.class;
        return whole ? database : database.database();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        boolean broken =
                AnnotationSupport.isAnnotated(context.getElement(), LeavesBooksBroken.class)
                        || AnnotationSupport.isAnnotated(
                                context.getTestClass(), LeavesBooksBroken.class);
        TestDatabase database = store(context).get(TestDatabase.class, TestDatabase.class);
        if (database != null && !broken) {
            AfterDatabaseTest.afterEachDatabaseTest(database);
        }
    }

    private static TestDatabase of(ExtensionContext context) {
        return store(context)
                .computeIfAbsent(TestDatabase.class, _ -> TestDatabase.fresh(), TestDatabase.class);
    }

    /** Of the outermost class, or of the method. JUnit closes what is in it when that ends. */
    private static Store store(ExtensionContext context) {
        ExtensionContext owner = context;
        if (scope(context) == Scope.CLASS) {
            while (owner.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
                owner = owner.getParent().orElseThrow();
            }
        }
        return owner.getStore(NAMESPACE);
    }

    private static Scope scope(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(),
                        WithDatabase.class,
                        context.getEnclosingTestClasses())
                .map(WithDatabase::value)
                .orElse(Scope.CLASS);
    }
}
