package dev.clm.api.protocol.publicfiles;

import dev.clm.common.database.Outage;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of all public files, read in one query by whoever asks first, and again while names are asked for that were not among
 * them. However many of these are made up, no query begins before one has been over for five seconds, and for twenty times as long
 * as it took. Until the first one has ended everybody waits for it: nobody is a stranger yet.
 */
final class PublishedNames {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedNames.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);
    private static final int PAUSE_FOR_A_QUERY = 20;
    private static final long PATIENCE_SECONDS = 2;

    private final Clock clock;
    private final Supplier<? extends Collection<String>> query;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile boolean known;
    private volatile Instant again = Instant.MIN;

    PublishedNames(Clock clock, Supplier<? extends Collection<String>> query) {
        this.clock = clock;
        this.query = query;
    }

    /** All names, or none where they were read just now or are being read. */
    Collection<String> news() {
        if (clock.instant().isBefore(again) || !mayRead()) {
            return List.of();
        }
        try {
            return clock.instant().isBefore(again) ? List.of() : read();
        } finally {
            reading.unlock();
        }
    }

    private boolean mayRead() {
        try {
            return known ? reading.tryLock() : reading.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ClmException.of(ErrorCode.UNAVAILABLE, "too many public files are asked for right now");
        }
    }

    private Collection<String> read() {
        Instant begun = clock.instant();
        try {
            Collection<String> names = query.get();
            known = true;
            return names;
        } catch (RuntimeException e) {
            if (!Outage.tells(e)) {
                LOG.warn("the names of the public files could not be read: {}", e.getMessage());
            }
            return List.of();
        } finally {
            Instant now = clock.instant();
            Duration pause = Duration.between(begun, now).multipliedBy(PAUSE_FOR_A_QUERY);
            again = now.plus(pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause);
        }
    }
}
