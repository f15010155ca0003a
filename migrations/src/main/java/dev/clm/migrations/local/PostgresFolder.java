package dev.clm.migrations.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The folder of a durable server: `data`, the unpacked `binaries`, `log`, and the port that it keeps. Only its user may enter it. */
final class PostgresFolder {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String MAX_CONNECTIONS = "120";

    private final Path root;
    private final Path data;

    private PostgresFolder(Path root) {
        this.root = root;
        this.data = root.resolve("data");
    }

    static RunningServer start(Path folder, String superuserPassword) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            FolderLock lock = FolderLock.take(folder);
            try {
                return new PostgresFolder(folder.toRealPath()).start(lock, superuserPassword);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LocalPostgresException("The embedded PostgreSQL in " + folder + ": " + e.getMessage(), e);
        }
    }

    private RunningServer start(FolderLock lock, String superuserPassword) throws IOException {
        OrphanedServer.stop(data);
        removeUnfinishedData();
        int port = port();
        Path passwordFile = ServerSettings.writePasswordFile(root, superuserPassword);
        try {
            EmbeddedPostgres postgres =
                    settings(passwordFile, superuserPassword, port).start();
            CompletableFuture<?> ended = OrphanedServer.running(data)
                    .orElseThrow(() -> new IOException("its process is gone"))
                    .onExit();
            return new RunningServer(postgres, ended, () -> {
                OrphanedServer.stop(data);
                lock.close();
            });
        } catch (IOException | RuntimeException e) {
            OrphanedServer.stop(data);
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new LocalPostgresException(
                    "The embedded PostgreSQL did not start: " + reason + "; see " + startLog() + " and " + root
                            + "/log",
                    e);
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    private EmbeddedPostgres.Builder settings(Path passwordFile, String superuserPassword, int port)
            throws IOException {
        Files.deleteIfExists(startLog());
        Path binaries = root.resolve("binaries");
        return ServerSettings.common(data, passwordFile, superuserPassword)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setPgBinaryResolver(new NativelyUnpackedBinaries(binaries))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_LIMIT)
                .setPort(port)
                .setOutputRedirector(Redirect.appendTo(startLog().toFile()))
                .setErrorRedirector(Redirect.appendTo(startLog().toFile()))
                // The library switches both off for tests.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                // Plans that connections keep were made over tables that were empty: they are made anew once these are
                // analyzed.
                .setServerConfig("autovacuum_naptime", "10s")
                .setServerConfig("max_connections", MAX_CONNECTIONS)
                .setServerConfig("logging_collector", "on")
                .setServerConfig("log_directory", "../log")
                .setServerConfig("log_filename", "postgres-%a.log")
                .setServerConfig("log_truncate_on_rotation", "on");
    }

    /** What a killed initdb left: a server writes postmaster.opts when it first starts, so nothing was ever stored there. */
    private void removeUnfinishedData() throws IOException {
        if (Files.exists(data) && !Files.exists(data.resolve("postmaster.opts"))) {
            DeletedFolder.delete(data);
        }
    }

    /** The same at every start, as others have it in their settings; another one only where it is taken by now. */
    private int port() throws IOException {
        Path file = root.resolve("port");
        int port = freePort(
                Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0);
        Files.writeString(file, port + "\n");
        return port;
    }

    private static int freePort(int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            if (wanted == 0) {
                throw e;
            }
            return freePort(0);
        }
    }

    private Path startLog() {
        return root.resolve("start.log");
    }
}
