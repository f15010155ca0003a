package dev.clm.secure.key.encryptionkey;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.UUID;

/**
 * Reserves encryptions in encryption_keys.usage_count, a block at a time (K4). Where the limit is reached the key becomes due
 * for rotation; past 2^32 it encrypts nothing more.
 */
final class UsageReservation {
    static final long MOST = 1L << 32;
    private static final long LARGEST_BLOCK = 10_000;
    private static final long BLOCKS_UP_TO_THE_LIMIT = 100;

    private final SecureDatabase database;
    private final long limit;
    private final EncryptionKeyRepository keys = new EncryptionKeyRepository();

    UsageReservation(SecureDatabase database, long limit) {
        this.database = database;
        this.limit = limit;
    }

    /** Answers how many encryptions it reserved, `wanted` or more. */
    long reserve(OrganizationId organization, UUID keyId, long wanted) {
        long block = Math.max(wanted, block(limit));
        return organization == null
                ? database.inServiceRole(
                        "count encryptions under the platform's key", tx -> reserve(tx, keyId, block, wanted))
                : database.inTransaction(organization, tx -> reserve(tx, keyId, block, wanted));
    }

    private long reserve(SecureTransaction tx, UUID keyId, long block, long wanted) {
        if (keys.countUsage(tx, keyId, block, limit)) {
            return block;
        }
        // The last block may be a short one.
        if (keys.countUsage(tx, keyId, wanted, limit)) {
            return wanted;
        }
        throw ClmException.of(
                ErrorCode.UNAVAILABLE, "the data key may encrypt nothing more: it is used up or no longer there");
    }

    /** A low limit is counted finely, so that a restart does not use it up. */
    static long block(long limit) {
        return Math.max(1, Math.min(LARGEST_BLOCK, limit / BLOCKS_UP_TO_THE_LIMIT));
    }
}
