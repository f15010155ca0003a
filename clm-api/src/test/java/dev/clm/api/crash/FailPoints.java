package dev.clm.api.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The folder of CLM_FAIL_POINT_FOLDER, seen from the test: an order is given, taken by some process, and let go. */
final class FailPoints {
    private static final Duration LOOK = Duration.ofMillis(5);

    private final Path folder;

    FailPoints(Path folder) {
        this.folder = folder;
    }

    /** What the first process is to do that passes the point with work of this organization. */
    enum Action {
        HOLD("hold", "held-by-"),
        /** Longer than the database leaves a transaction, an instance a key that is gone, or a lease. */
        HANG("hold", "held-by-"),
        KILL("kill", "killed-");

        private final String order;
        private final String taken;

        Action(String order, String taken) {
            this.order = order;
            this.taken = taken;
        }
    }

    record Order(String point, UUID organization, Action action) {
        private String name() {
            return point + "@" + organization + ".";
        }
    }

    void give(Order order) {
        try {
            Files.createFile(folder.resolve(order.name() + order.action().order));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that took it; empty where nobody can take it any more. */
    Optional<Long> awaitTaken(Order order, BooleanSupplier over, Duration most) {
        long since = System.nanoTime();
        while (System.nanoTime() - since < most.toNanos()) {
            boolean last = over.getAsBoolean();
            Optional<Long> taken = taker(order);
            if (taken.isPresent() || last) {
                return taken;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return Optional.empty();
    }

    /** Whoever is held goes on, and nobody is any more. */
    void takeBack(Order order) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith(order.name())) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Long> taker(Order order) {
        String taken = order.name() + order.action().taken;
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(taken))
                    .map(name -> Long.parseLong(name.substring(taken.length())))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
