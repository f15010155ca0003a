package dev.clm.core.identity.apikey;

import dev.clm.core.database.CoreDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Counts the use of API keys in memory and writes it in one statement at intervals: an UPDATE per request would make every
 * key's row a bottleneck. Any request's thread counts; a timer's writes, and once more at the end. What was counted since the last
 * flush is lost in a crash.
 */
public final class ApiKeyUsage {
    private final CoreDatabase core;
    private final ApiKeyRepository apiKeys = new ApiKeyRepository();
    private Map<UUID, Use> pending = new HashMap<>();

    public ApiKeyUsage(CoreDatabase core) {
        this.core = core;
    }

    void record(UUID apiKeyId, String address) {
        add(new Use(apiKeyId, 1, System.nanoTime(), address));
    }

    /** Writes what has been counted; where that fails it is kept for the next time. */
    public void flush() {
        List<Use> uses = drain();
        if (uses.isEmpty()) {
            return;
        }
        try {
            core.inServiceRole("record the use of API keys of all tenants", tx -> apiKeys.addUse(tx, uses));
        } catch (RuntimeException e) {
            uses.forEach(this::add);
            throw e;
        }
    }

    private synchronized void add(Use use) {
        pending.merge(use.apiKeyId(), use, Use::plus);
    }

    private synchronized List<Use> drain() {
        List<Use> drained = List.copyOf(pending.values());
        pending = new HashMap<>();
        return drained;
    }

    /** Uses of one key: how many, and when (System.nanoTime()) and from where the last was; the database knows what time that was. */
    record Use(UUID apiKeyId, int count, long lastUsedAt, String lastAddress) {
        Use plus(Use other) {
            Use last = other.lastUsedAt - lastUsedAt < 0 ? this : other;
            return new Use(apiKeyId, count + other.count, last.lastUsedAt, last.lastAddress);
        }

        long millisAgo() {
            return Duration.ofNanos(System.nanoTime() - lastUsedAt).toMillis();
        }
    }
}
