package dev.farebox.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Style rules that a machine can hold. */
class TidyTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final int FILE_CEILING = 400;
    private static final int METHOD_CEILING = 50;

    @Test
    void files_of_the_product_stay_short() throws IOException {
        var tooLong = new ArrayList<String>();
        for (Path file : javaFiles("src/main/java")) {
            long lines = Files.readAllLines(file).size();
            if (lines > FILE_CEILING) {
                tooLong.add(ROOT.relativize(file) + ": " + lines + " lines");
            }
        }
        assertThat(tooLong).as("what second thing is each doing?").isEmpty();
    }

    @Test
    void methods_of_the_product_stay_short() throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var tooLong = new ArrayList<String>();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(javaFiles("src/main/java")));
            var positions = Trees.instance(task).getSourcePositions();
            for (var unit : task.parse()) {
                var lines = unit.getLineMap();
                new TreePathScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
                        if (method.getBody() != null) {
                            long from = positions.getStartPosition(unit, method.getBody());
                            long to = positions.getEndPosition(unit, method.getBody());
                            long length = lines.getLineNumber(to) - lines.getLineNumber(from) - 1;
                            if (length > METHOD_CEILING) {
                                tooLong.add(
                                        Path.of(unit.getSourceFile().getName()).getFileName()
                                                + "."
                                                + method.getName()
                                                + ": "
                                                + length
                                                + " lines");
                            }
                        }
                        return super.visitMethod(method, null);
                    }
                }.scan(unit, null);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void nothing_is_left_unfinished() throws IOException {
        assertThat(
                        linesMatching(
                                "\\b(TODO|FIX" + "ME|XX" + "X|HA" + "CK)\\b|@Dis" + "abled",
                                sources()))
                .isEmpty();
    }

    @Test
    void no_file_names_a_machine_or_a_download_host() throws IOException {
        assertThat(
                        linesMatching(
                                "(^|[\\s\"'=(])/(work|home|root|Users)/[\\w.]"
                                        + "|repo1?\\.maven|registry\\.npm|pypi\\.|deb\\.debian|crates\\.io",
                                sources()))
                .isEmpty();
    }

    @Test
    void every_package_has_its_readme_and_is_null_marked() throws IOException {
        var missing = new ArrayList<String>();
        for (Path file : javaFiles("src/main/java")) {
            Path info = file.resolveSibling("package-info.java");
            if (!Files.exists(info)
                    || !Files.readString(info).contains("@NullMarked")
                    || !Files.readString(info).contains("///")) {
                missing.add(ROOT.relativize(info).toString());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void links_between_documents_lead_somewhere() throws IOException {
        var link = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
        var broken = new ArrayList<String>();
        for (Path file : sources()) {
            if (!file.toString().endsWith(".md")) {
                continue;
            }
            var matcher = link.matcher(Files.readString(file));
            while (matcher.find()) {
                String target = matcher.group(1);
                if (!target.contains("://")
                        && !Files.exists(file.resolveSibling(target).normalize())) {
                    broken.add(ROOT.relativize(file) + " -> " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static List<String> linesMatching(String regex, List<Path> files) throws IOException {
        var pattern = Pattern.compile(regex);
        var found = new ArrayList<String>();
        for (Path file : files) {
            if (file.endsWith("TidyTest.java")) {
                continue;
            }
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (pattern.matcher(lines.get(i)).find()) {
                    found.add(ROOT.relativize(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }
        return found;
    }

    private static List<Path> sources() throws IOException {
        var files = new ArrayList<Path>();
        for (String top : List.of("src", "docs", "deploy", ".ci", "examples")) {
            if (Files.isDirectory(ROOT.resolve(top))) {
                try (Stream<Path> walk = Files.walk(ROOT.resolve(top))) {
                    walk.filter(TidyTest::isText).forEach(files::add);
                }
            }
        }
        try (Stream<Path> list = Files.list(ROOT)) {
            list.filter(TidyTest::isText).forEach(files::add);
        }
        return files;
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && (name.equals("farebox")
                        || name.equals("run")
                        || name.matches(".*\\.(java|md|ya?ml|xml|sql|sh|m?js|json)"));
    }

    private static List<Path> javaFiles(String top) throws IOException {
        try (Stream<Path> walk = Files.walk(ROOT.resolve(top))) {
            return walk.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }
}
