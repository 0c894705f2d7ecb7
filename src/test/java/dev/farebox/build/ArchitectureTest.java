package dev.farebox.build;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Which package may use which, and what no package may do. The table is the one in ARCHITECTURE.md.
 */
class ArchitectureTest {
    private static final String ROOT = "dev.farebox.";

    private static final JavaClasses CODE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.farebox");

    /** Bottom up; a package uses those listed, itself, the JDK and libraries. */
    private static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    Map.entry("money", Set.of()),
                    Map.entry("problem", Set.of()),
                    Map.entry("id", Set.of()),
                    Map.entry("usage", Set.of()),
                    Map.entry("json", Set.of("problem")),
                    Map.entry("config", Set.of("money", "problem")),
                    Map.entry("seal", Set.of("problem")),
                    Map.entry("telemetry", Set.of("config")),
                    Map.entry("http", Set.of("config", "problem", "json", "telemetry")),
                    Map.entry("db", Set.of("config", "problem", "id", "telemetry")),
                    Map.entry("audit", Set.of("db", "id", "json", "problem")),
                    Map.entry("ledger", Set.of("money", "db", "problem", "usage", "id")),
                    Map.entry(
                            "identity",
                            Set.of("db", "audit", "ledger", "money", "id", "json", "problem")),
                    Map.entry(
                            "pricing",
                            Set.of("money", "usage", "db", "audit", "id", "json", "problem")),
                    Map.entry(
                            "gateway",
                            Set.of(
                                    "identity",
                                    "ledger",
                                    "pricing",
                                    "usage",
                                    "money",
                                    "db",
                                    "http",
                                    "json",
                                    "config",
                                    "problem",
                                    "id",
                                    "seal",
                                    "audit",
                                    "telemetry")),
                    Map.entry(
                            "desk",
                            Set.of(
                                    "identity",
                                    "ledger",
                                    "pricing",
                                    "usage",
                                    "money",
                                    "db",
                                    "json",
                                    "problem",
                                    "id",
                                    "audit")),
                    Map.entry(
                            "adminapi",
                            Set.of(
                                    "desk",
                                    "identity",
                                    "ledger",
                                    "pricing",
                                    "usage",
                                    "money",
                                    "db",
                                    "http",
                                    "json",
                                    "config",
                                    "problem",
                                    "id",
                                    "audit",
                                    "gateway")));

    @Test
    void packages_use_only_what_stands_below_them() {
        for (JavaClass type : CODE) {
            String from = topPackage(type);
            if (from.isEmpty() || from.equals("app")) {
                continue;
            }
            Set<String> allowed = MAY_USE.get(from);
            assertThat(allowed).as("package %s is not in the table", from).isNotNull();
            Set<String> used =
                    type.getDirectDependenciesFromSelf().stream()
                            .map(dependency -> topPackage(dependency.getTargetClass()))
                            .filter(to -> !to.isEmpty() && !to.equals(from))
                            .collect(Collectors.toCollection(TreeSet::new));
            used.removeAll(allowed);
            assertThat(used).as("%s uses packages that it may not", type.getName()).isEmpty();
        }
    }

    @Test
    void there_are_no_cycles_between_packages() {
        check(slices().matching("dev.farebox.(*)..").should().beFreeOfCycles());
    }

    @Test
    void a_wire_dialect_never_knows_a_provider_nor_the_reverse() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.farebox.gateway.wire..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.farebox.gateway.provider..")
                        .allowEmptyShould(true)
                        .because("N + M adapters, not N × M"));
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.farebox.gateway.provider..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.farebox.gateway.wire..")
                        .allowEmptyShould(true)
                        .because("N + M adapters, not N × M"));
    }

    @Test
    void only_stores_and_the_db_package_touch_sql() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.farebox.db..")
                        .and()
                        .haveNameNotMatching(".*Store(\\$.*)?")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("java.sql..")
                        .because("a reader looks for SQL in one kind of place"));
    }

    @Test
    void only_the_edge_names_the_web_server_library() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "dev.farebox.http..", "dev.farebox.gateway..", "dev.farebox.app..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("io.vertx..", "io.netty..")
                        .because("event-loop code stays within a thin, named border"));
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(
                                "dev.farebox.gateway.exchange..",
                                "dev.farebox.gateway.wire..",
                                "dev.farebox.gateway.provider.openai..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("io.vertx..", "io.netty..")
                        .allowEmptyShould(true)
                        .because("protocol code is pure: bytes in, facts out"));
    }

    @Test
    void time_and_chance_come_from_outside() {
        var clocks = Set.of("now", "currentTimeMillis");
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.farebox.app..")
                        .should()
                        .callMethodWhere(
                                describe(
                                        "reads the wall clock or the shared random source",
                                        call ->
                                                (call.getTargetOwner()
                                                                        .getName()
                                                                        .startsWith("java.time.")
                                                                && call.getTarget()
                                                                        .getName()
                                                                        .equals("now")
                                                                && call.getTarget()
                                                                        .getRawParameterTypes()
                                                                        .isEmpty())
                                                        || (call.getTargetOwner()
                                                                        .getName()
                                                                        .equals("java.lang.System")
                                                                && clocks.contains(
                                                                        call.getTarget().getName()))
                                                        || (call.getTargetOwner()
                                                                        .getName()
                                                                        .equals("java.lang.Math")
                                                                && call.getTarget()
                                                                        .getName()
                                                                        .equals("random"))))
                        .because("the whole product runs in a deterministic simulation"));
    }

    @Test
    void money_has_no_floating_point() {
        for (JavaClass type : CODE) {
            if (Set.of("money", "ledger", "pricing").contains(topPackage(type))) {
                var floating =
                        Stream.concat(
                                        type.getFields().stream().map(field -> field.getRawType()),
                                        type.getMethods().stream()
                                                .flatMap(method ->
                                                        Stream.concat(
                                                                Stream.of(
                                                                        method.getRawReturnType()),
                                                                method
                                                                        .getRawParameterTypes()
                                                                        .stream())))
                                .map(JavaClass::getName)
                                .filter(name ->
                                        Set.of(
                                                        "double",
                                                        "float",
                                                        "java.lang.Double",
                                                        "java.lang.Float")
                                                .contains(name));
                assertThat(floating).as(type.getName()).isEmpty();
            }
        }
    }

    @Test
    void names_say_what_a_thing_is() {
        check(
                classes()
                        .should()
                        .haveNameNotMatching(
                                ".*\\.(Abstract|Base|Default)[A-Z]\\w*|.*(Impl|Manager|Helper|Utils?)")
                        .because("a name that fits everything says nothing"));
    }

    private static void check(ArchRule rule) {
        rule.check(CODE);
    }

    private static String topPackage(JavaClass type) {
        String name = type.getPackageName() + ".";
        if (!name.startsWith(ROOT) || name.length() == ROOT.length()) {
            return "";
        }
        return name.substring(ROOT.length(), name.indexOf('.', ROOT.length()));
    }
}
