package dev.clm.migrations.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server that outlived the process that started it, as after kill -9. The caller holds the folder's lock. */
final class OrphanedServer {
    private static final int STOP_LIMIT_SECONDS = 30;
    private static final int POLL_MILLIS = 50;

    private OrphanedServer() {}

    /** Returns once no process of this data directory is left. */
    static void stop(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> process = process(pidFile);
        if (process.filter(p -> serves(p, data)).isPresent()) {
            stop(process.get());
        } else if (process.isPresent()) {
            // The number belongs to another program by now, and PostgreSQL would take that for a running server.
            Files.delete(pidFile);
        }
        awaitSessions(data);
    }

    /** The server that runs in this data directory now. */
    static Optional<ProcessHandle> running(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        return Files.exists(pidFile) ? process(pidFile).filter(p -> serves(p, data)) : Optional.empty();
    }

    private static Optional<ProcessHandle> process(Path pidFile) throws IOException {
        String number = Files.readString(pidFile).lines().findFirst().orElse("").strip();
        if (!number.matches("[1-9][0-9]{0,9}")) {
            Files.delete(pidFile);
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(number)).filter(ProcessHandle::isAlive);
    }

    /** A fast shutdown: ends the sessions and writes a checkpoint. */
    private static void stop(ProcessHandle server) throws IOException {
        try {
            new ProcessBuilder("sh", "-c", "kill -INT " + server.pid()).start().waitFor();
            server.onExit().get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while process " + server.pid() + " stopped", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the PostgreSQL server of process " + server.pid() + " does not stop", e);
        }
    }

    /** Sessions end by themselves when their server is gone, but hold its shared memory until then. */
    private static void awaitSessions(Path data) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_LIMIT_SECONDS);
        while (ProcessHandle.allProcesses().anyMatch(p -> worksIn(p, data))) {
            if (System.nanoTime() > end) {
                throw new IOException("sessions of a former PostgreSQL server in " + data + " do not end");
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while former sessions ended", e);
            }
        }
    }

    private static boolean serves(ProcessHandle process, Path data) {
        return worksIn(process, data)
                || process.info()
                        .commandLine()
                        .filter(c -> c.contains(data.toString()))
                        .isPresent();
    }

    /** Every process of a server works in its data directory; only Linux tells. */
    private static boolean worksIn(ProcessHandle process, Path data) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(data);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
