package dev.clm.api.protocol.publicfiles;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The files of the public paths, looked at again after a second and one at a time: anybody may ask for them, and must not be
 * able to occupy the service role's small pool, nor to fill the memory with copies of a large list. Names of no file queue by
 * themselves, so that whoever makes names up keeps nobody from a file that is there; which files there are is read at the first
 * request and, while others are asked for, again and again. Any request's thread may ask; what nobody asked for in a minute is
 * forgotten with the next look.
 */
@Component
class PublishedFiles {
    private static final Duration TRUSTED = Duration.ofSeconds(1);
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final long PATIENCE_SECONDS = 2;

    private final Clock clock;
    private final PublishedNames names;
    private final ReentrantLock filesThatWereThere = new ReentrantLock(true);
    private final ReentrantLock otherNames = new ReentrantLock(true);
    private final ConcurrentMap<String, Kept> kept = new ConcurrentHashMap<>();
    /** No more than there are files. */
    private final Set<String> found = ConcurrentHashMap.newKeySet();

    PublishedFiles(@Qualifier("steadyClock") Clock clock, PublishedNames names) {
        this.clock = clock;
        this.names = names;
    }

    /** `lookUp` is given the file as it was last seen, or null, and gives it back where it is still the same. What it throws is not kept. */
    PublishedFile file(String name, UnaryOperator<PublishedFile> lookUp) {
        Kept known = kept.get(name);
        return isTrusted(known) ? known.file() : lookUpAlone(name, lookUp);
    }

    private PublishedFile lookUpAlone(String name, UnaryOperator<PublishedFile> lookUp) {
        ReentrantLock queue = isThere(name) ? filesThatWereThere : otherNames;
        await(queue);
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
            }
            throw failure;
        }
        Instant now = clock.instant();
        kept.values().removeIf(old -> old.seenAt().plus(KEPT).isBefore(now));
        kept.put(name, new Kept(file, now));
        found.add(name);
        return file;
    }

    private static void await(ReentrantLock queue) {
        try {
            if (queue.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw ClmException.of(ErrorCode.UNAVAILABLE, "too many public files are asked for right now");
    }

    private boolean isTrusted(Kept known) {
        return known != null && known.seenAt().plus(TRUSTED).isAfter(clock.instant());
    }

    private record Kept(PublishedFile file, Instant seenAt) {}
}
