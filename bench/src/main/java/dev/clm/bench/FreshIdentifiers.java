package dev.clm.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** New identifiers for one certificate's rows: each old one has one new one, so that the rows still refer to each other. */
final class FreshIdentifiers {
    private static final int VERSION_7 = 0x7000;
    private static final String DIGITS = "0123456789abcdef";

    private final Map<UUID, UUID> renamed = new HashMap<>();

    FreshIdentifiers(Set<UUID> old) {
        old.forEach(id -> renamed.put(id, version7()));
    }

    /** Identifiers of rows that are not written anew (people, authorities) stay. */
    UUID of(UUID id) {
        return renamed.getOrDefault(id, id);
    }

    static String hex(int length) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = DIGITS.charAt(random.nextInt(16));
        }
        return new String(text);
    }

    /** Ordered by time (RFC 9562), as the service's are: random ones would make the floor's indexes slower. */
    static UUID version7() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = System.currentTimeMillis() << 16 | VERSION_7 | random.nextInt(0x1000);
        return new UUID(high, random.nextLong() >>> 2 | Long.MIN_VALUE);
    }
}
