package dev.clm.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What only the source files show: package descriptions, and how large a file, a method and a list of collaborators may become. */
class SourceRulesTest {
    private static final int LONGEST_FILE = 400;
    private static final int LONGEST_METHOD = 40;
    private static final int MOST_COLLABORATORS = 8;

    @TestFactory
    Stream<DynamicTest> everyPackageSaysInTwoLinesWhatItHoldsAndWhatNeverLeavesIt() {
        return SourceFiles.in("src/main/java")
                .map(Path::getParent)
                .distinct()
                .map(folder -> DynamicTest.dynamicTest(SourceFiles.name(folder), () -> {
                    Path info = folder.resolve("package-info.java");
                    assertThat(info).exists();
                    assertThat(Files.readAllLines(info)).hasSize(2);
                }));
    }

    @Test
    void noFileIsLongerThanFourHundredLines() {
        assertThat(sources().filter(file -> lines(file).size() > LONGEST_FILE).map(SourceFiles::name))
                .isEmpty();
    }

    @Test
    void noMethodIsLongerThanFortyLines() throws IOException {
        assertThat(methods().filter(method -> method.lines() > LONGEST_METHOD)).isEmpty();
    }

    /** Records are values that mirror a row or a JSON object, however wide that is; a class with many collaborators does too much. */
    @Test
    void noConstructorHasMoreThanEightParameters() throws IOException {
        assertThat(methods()
                        .filter(method -> method.ofClass() && method.constructor())
                        .filter(method -> method.parameters() > MOST_COLLABORATORS))
                .isEmpty();
    }

    /** A check that a flag of the JVM switches off protects nobody. */
    @Test
    void noSafetyCheckIsAnAssertStatement() {
        assertThat(SourceFiles.in("src/main/java")
                        .filter(file -> lines(file).stream()
                                .anyMatch(line -> line.strip().startsWith("assert ")))
                        .map(SourceFiles::name))
                .isEmpty();
    }

    private record Method(String where, int lines, int parameters, boolean constructor, boolean ofClass) {}

    private static Stream<Path> sources() {
        return Stream.of("src/main/java", "src/test/java").flatMap(SourceFiles::in);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Method> methods() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    files,
                    null,
                    List.of("-proc:none"),
                    null,
                    files.getJavaFileObjectsFromPaths(sources().toList()));
            List<Method> found = new ArrayList<>();
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Measuring(unit, positions, found).scan(unit, null);
            }
            return found.stream();
        }
    }

    /** Collects the methods of one file. The kind of the class that is being visited travels along. */
    private static final class Measuring extends TreeScanner<Void, Tree.Kind> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Method> found;

        Measuring(CompilationUnitTree unit, SourcePositions positions, List<Method> found) {
            this.unit = unit;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree type, Tree.Kind outer) {
            return super.visitClass(type, type.getKind());
        }

        @Override
        public Void visitMethod(MethodTree method, Tree.Kind type) {
            if (method.getBody() != null) {
                long start = positions.getEndPosition(unit, method.getModifiers());
                long from = line(start < 0 ? positions.getStartPosition(unit, method) : start);
                long to = line(positions.getEndPosition(unit, method));
                found.add(new Method(
                        unit.getSourceFile().getName() + ":" + from + " " + method.getName(),
                        (int) (to - from + 1),
                        method.getParameters().size(),
                        method.getReturnType() == null,
                        type == Tree.Kind.CLASS));
            }
            return super.visitMethod(method, type);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
