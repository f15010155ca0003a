package dev.clm.api.protocol.publicfiles;

import dev.clm.common.database.SqlState;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The files of the public paths, looked at again after a second and one at a time: anybody may ask for them, and must not be
 * able to occupy the service role's small pool, nor to fill the memory with copies of a large list. Names of no file queue by
 * themselves, so that whoever makes names up keeps nobody from a file that is there; which files there are is read at the first
 * request and, while others are asked for, again and again. While the database is away, files that were served before are served as
 * they were, until their nextUpdate. Any request's thread may ask; of what is kept, the longest unseen goes first where it gets too much.
 */
@Component
class PublishedFiles {
    private static final Duration TRUSTED = Duration.ofSeconds(1);
    /** Nobody waits for a database that was away a moment ago. */
    private static final Duration AWAY = Duration.ofSeconds(5);
    /** One part of the memory that there is. */
    private static final int PART = 16;

    private static final long PATIENCE_SECONDS = 2;

    private final Clock clock;
    private final Clock wallClock;
    private final long mostBytes;
    private final PublishedNames names;
    private final ReentrantLock filesThatWereThere = new ReentrantLock(true);
    private final ReentrantLock otherNames = new ReentrantLock(true);
    private final ConcurrentMap<String, Kept> kept = new ConcurrentHashMap<>();
    /** No more than there are files. */
    private final Set<String> found = ConcurrentHashMap.newKeySet();

    @Autowired
    PublishedFiles(@Qualifier("steadyClock") Clock clock, Clock wallClock, PublishedNames names) {
        this(clock, wallClock, names, Runtime.getRuntime().maxMemory() / PART);
    }

    PublishedFiles(Clock clock, Clock wallClock, PublishedNames names, long mostBytes) {
        this.clock = clock;
        this.wallClock = wallClock;
        this.mostBytes = mostBytes;
        this.names = names;
    }

    /** `lookUp` is given the file as it was last seen, or null, and gives it back where it is still the same. What it throws is not kept. */
    PublishedFile file(String name, UnaryOperator<PublishedFile> lookUp) {
        Kept known = kept.get(name);
        return isTrusted(known) ? known.file() : lookUpAlone(name, lookUp);
    }

    private PublishedFile lookUpAlone(String name, UnaryOperator<PublishedFile> lookUp) {
        ReentrantLock queue = isThere(name) ? filesThatWereThere : otherNames;
        if (!isTaken(queue)) {
            Kept last = kept.get(name);
            if (isStillGood(last)) {
                return last.file();
            }
            throw ClmException.of(ErrorCode.UNAVAILABLE, "too many public files are asked for right now");
        }
        try {
            Kept meanwhile = kept.get(name);
            return isTrusted(meanwhile) ? meanwhile.file() : look(name, meanwhile, lookUp);
        } finally {
            queue.unlock();
        }
    }

    /** A file that is new, or that this instance has not served yet, is among the names when they are read again. */
    private boolean isThere(String name) {
        if (found.contains(name)) {
            return true;
        }
        found.addAll(names.news());
        return found.contains(name);
    }

    private PublishedFile look(String name, Kept last, UnaryOperator<PublishedFile> lookUp) {
        PublishedFile file;
        try {
            file = lookUp.apply(last == null ? null : last.file());
        } catch (ClmException failure) {
            if (failure.code() == ErrorCode.NOT_FOUND) {
                found.remove(name);
                kept.remove(name);
            } else if (SqlState.isAway(failure) && isStillGood(last)) {
                kept.put(name, new Kept(last.file(), clock.instant().plus(AWAY)));
                return last.file();
            }
            throw failure;
        }
        kept.put(name, new Kept(file, clock.instant()));
        forgetTooMuch(name);
        found.add(name);
        return file;
    }

    private boolean isStillGood(Kept last) {
        return last != null
                && (last.file().goodUntil() == null
                        || wallClock.instant().isBefore(last.file().goodUntil()));
    }

    private void forgetTooMuch(String spared) {
        long bytes = kept.values().stream().mapToLong(Kept::bytes).sum();
        if (bytes <= mostBytes) {
            return;
        }
        List<Map.Entry<String, Kept>> unseenLongest = kept.entrySet().stream()
                .filter(one -> !one.getKey().equals(spared))
                .sorted(Comparator.comparing(one -> one.getValue().seenAt()))
                .toList();
        for (Map.Entry<String, Kept> one : unseenLongest) {
            if (bytes > mostBytes && kept.remove(one.getKey(), one.getValue())) {
                bytes -= one.getValue().bytes();
            }
        }
    }

    private static boolean isTaken(ReentrantLock queue) {
        try {
            return queue.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isTrusted(Kept known) {
        Instant now = clock.instant();
        return known != null
                && known.seenAt().plus(TRUSTED).isAfter(now)
                && (!known.seenAt().isAfter(now) || isStillGood(known));
    }

    private record Kept(PublishedFile file, Instant seenAt) {
        long bytes() {
            return file.content().length;
        }
    }
}
