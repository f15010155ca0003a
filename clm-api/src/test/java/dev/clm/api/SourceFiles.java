package dev.clm.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The source files of all modules, for tests of rules that compiled classes do not show. */
final class SourceFiles {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES =
            List.of("clm-common", "clm-pki", "migrations", "clm-secure", "clm-core", "clm-api");

    private SourceFiles() {}

    /** @param folder such as `src/main/java` */
    static Stream<Path> in(String folder) {
        return MODULES.stream()
                .map(module -> TOP.resolve(module).resolve(folder))
                .filter(Files::isDirectory)
                .flatMap(SourceFiles::walk)
                .filter(file -> file.toString().endsWith(".java"));
    }

    static String name(Path path) {
        return TOP.relativize(path).toString();
    }

    private static Stream<Path> walk(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
