package dev.clm.api.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one service has left behind for all others that tests start: an archive of its loaded classes (class-data sharing,
 * which spares a start 40 % of its processor time) and a data folder with both databases migrated. Made once per class path,
 * by the first that needs it, under target/: the folder before anything else, the archive beside the first tests.
 */
final class PreparedService {
    private static final Path ALL = Path.of("target", "prepared-service").toAbsolutePath();
    /** An archiving JVM can crash at its end (JDK 17 over a lambda's proxy class, after most first starts): then once more. */
    private static final int ATTEMPTS = 2;

    private static final List<String> SHORT_LIVED = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Path archive;
    private final Path data;
    private final String classPath;

    private PreparedService(PackedClassPath tests, Path folder) {
        archive = folder.resolve("classes.jsa");
        data = folder.resolve("clm-data");
        classPath = tests.packedInto(folder);
    }

    static PreparedService get() {
        return Once.PREPARED;
    }

    /** Options of a JVM that starts fast, class path included. */
    List<String> jvm() {
        // A JVM that makes no such archive, or cannot use it, starts without; and says nothing where a test reads.
        return Files.exists(archive) ? options("-XX:SharedArchiveFile=" + archive, "-Xlog:disable") : options();
    }

    /** A data folder as a first start and an orderly end leave it; its server takes a port of its own. */
    void copyData(Path to) {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted().toList()) {
                Files.copy(file, to.resolve(data.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
            Files.delete(to.resolve("postgres/port"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> options(String... more) {
        List<String> options = new ArrayList<>(SHORT_LIVED);
        options.addAll(List.of(more));
        options.addAll(List.of("-cp", classPath));
        return options;
    }

    /** Those that start before it is whole start without. */
    private void archiveAside() {
        Thread archiving = new Thread(
                () -> {
                    Path unfinished = archive.resolveSibling("unfinished.jsa");
                    Path copy = archive.resolveSibling("archiving-data");
                    try {
                        copyData(copy);
                        for (int i = 0; i < ATTEMPTS && !Files.exists(unfinished); i++) {
                            serveOnce(options("-XX:ArchiveClassesAtExit=" + unfinished, "-Xlog:disable"), copy);
                        }
                        if (Files.exists(unfinished)) {
                            Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "archiving");
        archiving.setDaemon(true);
        archiving.start();
    }

    private static void serveOnce(List<String> jvm, Path data) {
        Map<String, String> environment = Map.of("CLM_DATA_DIR", data.toString());
        try (ServiceProcess service =
                ServiceProcess.start(jvm, environment, "serve").awaitReady()) {
            service.terminate();
        }
    }

    private static PreparedService prepare() {
        PackedClassPath tests = PackedClassPath.ofTests();
        try {
            Files.createDirectories(ALL);
            Path folder = ALL.resolve(tests.fingerprint());
            // The forks of a build wait here for the first of them.
            try (FileChannel channel =
                            FileChannel.open(ALL.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid() || Files.exists(folder.resolve("complete"))) {
                    return new PreparedService(tests, folder);
                }
                deleteFormer();
                Files.createDirectory(folder);
                PreparedService prepared = new PreparedService(tests, folder);
                serveOnce(prepared.options(), prepared.data);
                Files.createFile(folder.resolve("complete"));
                prepared.archiveAside();
                return prepared;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteFormer() throws IOException {
        try (Stream<Path> former = Files.walk(ALL)) {
            for (Path path : former.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(ALL) && !path.equals(ALL.resolve("lock"))) {
                    Files.delete(path);
                }
            }
        }
    }

    private static final class Once {
        static final PreparedService PREPARED = prepare();
    }
}
