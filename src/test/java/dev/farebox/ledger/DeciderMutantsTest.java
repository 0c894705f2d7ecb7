package dev.farebox.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The walk finds faults: each small change to the deciders' source, compiled here, makes it differ
 * from the naive model.
 */
class DeciderMutantsTest {
    private static final long SEED = 20_261_121;
    private static final int STEPS = 6_000;
    private static final String PACKAGE = "dev.farebox.ledger.";
    private static final Path SOURCES = Path.of("src/main/java/dev/farebox/ledger");
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** In the source of a type, this text, which stands there once, becomes that one. */
    record Mutant(String type, String text, String instead) {
        @Override
        public String toString() {
            return type + ": " + text + " -> " + instead;
        }
    }

    static Stream<Mutant> mutants() {
        return Stream.of(
                new Mutant(
                        "BurnOrder",
                        "compare(one.priority(), other.priority())",
                        "compare(other.priority(), one.priority())"),
                new Mutant("BurnOrder", "other == null ? 0 : 1", "other == null ? 0 : -1"),
                new Mutant("BurnOrder", "one.colour().burnRank(), ", "other.colour().burnRank(), "),
                new Mutant("BurnOrder", "one.effectiveAt().compareTo(other.effectiveAt())", "0"),
                new Mutant("Lot", "!now.isBefore(expiresAt)", "now.isAfter(expiresAt)"),
                new Mutant("Lot", "!now.isBefore(effectiveAt) &&", "now.isAfter(effectiveAt) &&"),
                new Mutant("LotState", "loaded.asset() == asset && ", ""),
                new Mutant("LotState", "move(part - used, -part, 0)", "move(0, -part, 0)"),
                new Mutant("Lots", "lot.spendable(asset, now))", "lot.available())"),
                new Mutant("Lots", "i < count && (rest > 0 || next", "i < count && (next"),
                new Mutant("HoldDecisions", "available < op.amount()", "available <= op.amount()"),
                new Mutant("HoldDecisions", "book.owed() > 0", "book.owed() > 7"),
                new Mutant(
                        "HoldDecisions",
                        "Math.max(hold.checkpoint(), op.checkpoint())",
                        "op.checkpoint()"),
                new Mutant(
                        "HoldDecisions",
                        "line.charge() > hold.checkpoint()",
                        "line.charge() >= hold.checkpoint()"),
                new Mutant(
                        "HoldDecisions",
                        "now.isBefore(hold.expiresAt())",
                        "!now.isAfter(hold.expiresAt())"),
                new Mutant(
                        "HoldDecisions",
                        "spends.settle(hold, charged)",
                        "spends.settle(hold, charge)"),
                new Mutant("HoldDecisions", "        book.repay(null, now);\n", ""),
                new Mutant("HoldDecisions", "if (charge > split.total())", "if (charge < 0)"),
                new Mutant("Spends", "used >= cap ? 0 : cap - used", "cap - used"),
                new Mutant(
                        "Spends",
                        "move(hold.key(), hold.day(), hold.split().total(), -amount, 0);",
                        ""),
                new Mutant("SpendWindow", "day.withDayOfMonth(1)", "day"),
                new Mutant("BookState", "Math.max(0, owedCap - owed)", "owedCap"),
                new Mutant("BookState", "            owed -= taken;\n", ""),
                new Mutant("Holds", "state.isEnded() ? state.charged() : UNRESOLVED", "UNRESOLVED"),
                new Mutant("Journal", "Math.addExact(undone, row.amount())", "undone"),
                new Mutant("FreezeDecisions", "            used -= Math.min(used, part);\n", ""),
                new Mutant("FreezeDecisions", "freeze.undone() > 0", "freeze.undone() < 0"),
                new Mutant("CorrectionDecisions", "charge.reversed()", "charge"),
                new Mutant("CorrectionDecisions", "long skip = undone", "long skip = 0"),
                new Mutant("CorrectionDecisions", "amount > left", "amount > left + 1"),
                new Mutant("CorrectionDecisions", "lot.terms().isExpired(now)", "amount < 0"),
                new Mutant("Fingerprint", "        print.add(cause.reason());\n", ""));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void a_mutant_is_caught(Mutant mutant) throws Exception {
        String source = Files.readString(SOURCES.resolve(mutant.type + ".java"));
        assertThat(source.split(Pattern.quote(mutant.text), -1))
                .as("the text stands once in %s", mutant.type)
                .hasSize(2);
        String changed = source.replace(mutant.text, mutant.instead);
        assertThat(walk(compile(mutant.type, changed))).isNotEmpty();
    }

    @Test
    void the_same_source_compiled_in_the_same_way_passes() throws Exception {
        var classes = new HashMap<String, byte[]>();
        for (String type : mutants().map(Mutant::type).collect(Collectors.toSet())) {
            String source = Files.readString(SOURCES.resolve(type + ".java"));
            classes.putAll(compile(type, source));
        }
        assertThat(walk(classes)).isEmpty();
    }

    /** Runs the walk in a world of its own, in which the compiled classes replace ours. */
    private static String walk(Map<String, byte[]> classes) throws Exception {
        var walk = new World(classes).loadClass(LedgerWalk.class.getName());
        return (String)
                walk.getMethod("firstDifference", long.class, int.class).invoke(null, SEED, STEPS);
    }

    private static Map<String, byte[]> compile(String type, String source) throws IOException {
        var compiled = new HashMap<String, ByteArrayOutputStream>();
        var messages = new StringWriter();
        try (var files = COMPILER.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean done =
                    COMPILER.getTask(
                                    messages,
                                    new InMemory(files, compiled),
                                    null,
                                    List.of("-proc:none", "-nowarn", "-cp", classPath()),
                                    null,
                                    List.of(new Source(type, source)))
                            .call();
            assertThat(done).as(messages.toString()).isTrue();
        }
        return compiled.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().toByteArray()));
    }

    private static String classPath() {
        return Stream.of(AccountBook.class, Nullable.class)
                .map(type -> Path.of(location(type)).toString())
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static URI location(Class<?> type) {
        return URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString());
    }

    /** Source text as a file. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String type, String text) {
            super(URI.create("mutant:///" + type + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps what is compiled in memory. */
    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> compiled;

        InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> compiled) {
            super(files);
            this.compiled = compiled;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mutant:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    var bytes = new ByteArrayOutputStream();
                    compiled.put(name, bytes);
                    return bytes;
                }
            };
        }
    }

    /** Loads the whole package afresh, so that mutants see each other's package-private parts. */
    private static final class World extends ClassLoader {
        private final Map<String, byte[]> changed;

        World(Map<String, byte[]> changed) {
            super(DeciderMutantsTest.class.getClassLoader());
            this.changed = changed;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith(PACKAGE)) {
                    return super.loadClass(name, resolve);
                }
                Class<?> known = findLoadedClass(name);
                return known == null ? define(name) : known;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            byte[] bytes = changed.get(name);
            return bytes == null ? defineAsBuilt(name) : defineClass(name, bytes, 0, bytes.length);
        }

        private Class<?> defineAsBuilt(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            try (InputStream in = getParent().getResourceAsStream(file)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
