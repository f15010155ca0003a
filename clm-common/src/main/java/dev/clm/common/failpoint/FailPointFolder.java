package dev.clm.common.failpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.LockSupport;

/**
 * Fail points that are set and taken away while instances run: `point@scope.hold` parks the first thread of any instance that
 * passes, `point@scope.kill` kills its process. Whoever takes the order renames it to `….held-by-PID` or `….killed-PID`, which
 * says where it happened; a held thread goes on when that file is gone, or after {@link #LONGEST}.
 */
final class FailPointFolder {
    /** Longer than any time-out of a transaction, so that those can be seen too. */
    private static final long LONGEST = 20_000_000_000L;

    private static final long LOOK = 5_000_000L;

    private final Path folder;
    private final long pid = ProcessHandle.current().pid();

    FailPointFolder(Path folder) {
        this.folder = folder;
    }

    static FailPointFolder named(String setting) {
        return setting == null || setting.isBlank() ? null : new FailPointFolder(Path.of(setting));
    }

    void pass(String name) {
        if (isTaken(name + ".kill", name + ".killed-" + pid)) {
            FailPoint.killThisProcess();
        }
        String held = name + ".held-by-" + pid;
        if (isTaken(name + ".hold", held)) {
            long since = System.nanoTime();
            while (Files.exists(folder.resolve(held)) && System.nanoTime() - since < LONGEST) {
                LockSupport.parkNanos(LOOK);
            }
        }
    }

    /** One rename succeeds, whoever else passes at the same moment. */
    private boolean isTaken(String order, String taken) {
        Path ordered = folder.resolve(order);
        if (!Files.exists(ordered)) {
            return false;
        }
        try {
            Files.move(ordered, folder.resolve(taken), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException quicker) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
