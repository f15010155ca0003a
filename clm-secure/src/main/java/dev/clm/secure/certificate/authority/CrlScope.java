package dev.clm.secure.certificate.authority;

import java.util.UUID;

/** One of the lists of an authority, as crl_publications.shard names them. */
public record CrlScope(UUID authorityId, int shard) {
    private static final int FULL = 0;
    private static final int DELTA = -1;

    public static CrlScope full(UUID authorityId) {
        return new CrlScope(authorityId, FULL);
    }

    /** What has changed since a full list ({@link DeltaBases}). */
    public static CrlScope delta(UUID authorityId) {
        return new CrlScope(authorityId, DELTA);
    }

    public boolean isFull() {
        return shard == FULL;
    }

    public boolean isDelta() {
        return shard == DELTA;
    }

    public boolean isShard() {
        return shard > FULL;
    }
}
