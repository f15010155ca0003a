package dev.clm.common.coordination;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Ids in ascending order with the digests of their rows: 24 bytes each on the wire, 16 for the id and 8 for the digest. */
public final class DigestPage {
    private static final int ROW = 24;
    private static final DigestPage EMPTY = new DigestPage(new byte[0]);

    private final ByteBuffer rows;

    private DigestPage(byte[] rows) {
        if (rows.length % ROW != 0) {
            throw new IllegalArgumentException(rows.length + " bytes are no whole number of rows");
        }
        this.rows = ByteBuffer.wrap(rows);
    }

    /** `rows` may be null: an aggregate over nothing. */
    public static DigestPage of(byte[] rows) {
        return rows == null ? EMPTY : new DigestPage(rows);
    }

    public int size() {
        return rows.limit() / ROW;
    }

    public UUID id(int index) {
        return new UUID(rows.getLong(index * ROW), rows.getLong(index * ROW + Long.BYTES));
    }

    public long digest(int index) {
        return rows.getLong(index * ROW + 2 * Long.BYTES);
    }
}
