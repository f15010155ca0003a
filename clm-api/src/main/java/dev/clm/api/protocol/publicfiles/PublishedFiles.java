package dev.clm.api.protocol.publicfiles;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The files of the public paths, kept for a second and looked up one at a time: anybody may ask for them, and must not be able
 * to occupy the service role's small pool.
 */
@Component
class PublishedFiles {
    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final long PATIENCE_SECONDS = 2;

    private final Clock clock;
    private final ReentrantLock lookUps = new ReentrantLock(true);
    private final ConcurrentMap<String, Kept> kept = new ConcurrentHashMap<>();

    PublishedFiles(@Qualifier("steadyClock") Clock clock) {
        this.clock = clock;
    }

    /** Not a copy. What `lookUp` throws is not kept. */
    byte[] file(String name, Supplier<byte[]> lookUp) {
        Kept known = kept.get(name);
        return isFresh(known) ? known.content() : lookUpAlone(name, lookUp);
    }

    private byte[] lookUpAlone(String name, Supplier<byte[]> lookUp) {
        await();
        try {
            Kept meanwhile = kept.get(name);
            if (isFresh(meanwhile)) {
                return meanwhile.content();
            }
            byte[] content = lookUp.get();
            kept.values().removeIf(old -> !isFresh(old));
            kept.put(name, new Kept(content, clock.instant().plus(KEPT)));
            return content;
        } finally {
            lookUps.unlock();
        }
    }

    private void await() {
        try {
            if (lookUps.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw ClmException.of(ErrorCode.UNAVAILABLE, "too many public files are asked for right now");
    }

    private boolean isFresh(Kept known) {
        return known != null && known.until().isAfter(clock.instant());
    }

    private record Kept(byte[] content, Instant until) {}
}
