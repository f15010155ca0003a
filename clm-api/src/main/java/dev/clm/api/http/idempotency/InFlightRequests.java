package dev.clm.api.http.idempotency;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.OrganizationId;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * The idempotency keys that this process is working on, each the request thread's that is at it, until it answers. A second request
 * under such a key is refused at once: with IDEMPOTENCY_KEY_IN_USE, or IDEMPOTENCY_KEY_REUSED where it asks for something else. Two
 * processes are kept apart by the unique constraint on the stored answers; a killed process leaves no key behind.
 */
@Component
public class InFlightRequests {
    private final ConcurrentHashMap<Key, String> fingerprints = new ConcurrentHashMap<>();

    /** Runs `work` as the only one under its key. */
    public <R> R alone(IdempotencyRequest request, Supplier<R> work) {
        Key key = new Key(request.organization(), request.userId(), request.key());
        String running = fingerprints.putIfAbsent(key, request.fingerprint());
        if (running != null) {
            throw refusal(running.equals(request.fingerprint()));
        }
        try {
            return work.get();
        } finally {
            fingerprints.remove(key);
        }
    }

    private static ClmException refusal(boolean sameRequest) {
        return sameRequest
                ? ClmException.of(
                        ErrorCode.IDEMPOTENCY_KEY_IN_USE,
                        "the first request with this idempotency key is still running")
                : IdempotencyRequest.keyReused();
    }

    private record Key(OrganizationId organization, UUID userId, String key) {}
}
