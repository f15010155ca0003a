package dev.clm.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What only the source files show: package descriptions, and how large a file may become. */
class SourceRulesTest {
    private static final int LONGEST_FILE = 400;
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES =
            List.of("clm-common", "migrations", "clm-secure", "clm-core", "clm-api");

    @TestFactory
    Stream<DynamicTest> everyPackageSaysInTwoLinesWhatItHoldsAndWhatNeverLeavesIt() {
        return files("src/main/java")
                .map(Path::getParent)
                .distinct()
                .map(folder -> DynamicTest.dynamicTest(name(folder), () -> {
                    Path info = folder.resolve("package-info.java");
                    assertThat(info).exists();
                    assertThat(Files.readAllLines(info)).hasSize(2);
                }));
    }

    @TestFactory
    Stream<DynamicTest> noFileIsLongerThanFourHundredLines() {
        return Stream.of("src/main/java", "src/test/java")
                .flatMap(SourceRulesTest::files)
                .map(file -> DynamicTest.dynamicTest(
                        name(file), () -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(LONGEST_FILE)));
    }

    private static Stream<Path> files(String folder) {
        return MODULES.stream()
                .map(module -> TOP.resolve(module).resolve(folder))
                .filter(Files::isDirectory)
                .flatMap(SourceRulesTest::walk)
                .filter(file -> file.toString().endsWith(".java"));
    }

    private static Stream<Path> walk(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path path) {
        return TOP.relativize(path).toString();
    }
}
