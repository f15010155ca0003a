package dev.clm.secure.idempotency;

import static dev.clm.secure.jooq.Tables.IDEMPOTENCY_KEYS;

import dev.clm.common.database.BatchInsert;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.impl.DSL;

/** Rows of idempotency_keys. Its unique constraint is what makes one key yield one certificate. */
public final class IdempotencyKeyRepository {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final BatchInsert INSERT = BatchInsert.into(
                    IDEMPOTENCY_KEYS,
                    IDEMPOTENCY_KEYS.ID,
                    IDEMPOTENCY_KEYS.ORGANIZATION_ID,
                    IDEMPOTENCY_KEYS.USER_ID,
                    IDEMPOTENCY_KEYS.IDEMPOTENCY_KEY,
                    IDEMPOTENCY_KEYS.OPERATION,
                    IDEMPOTENCY_KEYS.REQUEST_FINGERPRINT,
                    IDEMPOTENCY_KEYS.RESPONSE_STATUS,
                    IDEMPOTENCY_KEYS.RESPONSE_LOCATION,
                    IDEMPOTENCY_KEYS.RESPONSE_BODY,
                    IDEMPOTENCY_KEYS.EXPIRES_AT)
            .skippingConflicts();

    /**
     * Stores the answers whose keys are new, waiting for a concurrent transaction that holds one of them. Answers for each
     * whether it was stored: 1, or 0 where the key had been answered before.
     */
    public int[] insertNew(
            SecureTransaction tx, OrganizationId organization, List<IdempotentAnswer> answers, Instant now) {
        return INSERT.execute(
                tx.dsl(),
                answers.stream().map(a -> values(organization, a, now)).toList());
    }

    /** The stored answers to these keys, and perhaps to other pairs of these users and keys: the caller picks. */
    public List<IdempotentAnswer> findAll(
            SecureTransaction tx, Collection<UUID> userIds, Collection<String> idempotencyKeys) {
        return tx.dsl()
                .selectFrom(IDEMPOTENCY_KEYS)
                .where(IDEMPOTENCY_KEYS.USER_ID.eq(DSL.any(userIds.toArray(UUID[]::new))))
                .and(IDEMPOTENCY_KEYS.IDEMPOTENCY_KEY.eq(DSL.any(idempotencyKeys.toArray(String[]::new))))
                .fetch(r -> new IdempotentAnswer(
                        r.getUserId(),
                        r.getIdempotencyKey(),
                        r.getOperation(),
                        r.getRequestFingerprint(),
                        r.getResponseStatus(),
                        r.getResponseLocation(),
                        r.getResponseBody()));
    }

    public int deleteExpired(SecureTransaction tx, int limit) {
        return tx.dsl()
                .deleteFrom(IDEMPOTENCY_KEYS)
                .where(IDEMPOTENCY_KEYS.ID.in(DSL.select(IDEMPOTENCY_KEYS.ID)
                        .from(IDEMPOTENCY_KEYS)
                        .where(IDEMPOTENCY_KEYS.EXPIRES_AT.lt(DSL.currentInstant()))
                        .limit(limit)
                        .forUpdate()
                        .skipLocked()))
                .execute();
    }

    private static Object[] values(OrganizationId organization, IdempotentAnswer a, Instant now) {
        return new Object[] {
            Identifiers.next(),
            organization.value(),
            a.userId(),
            a.idempotencyKey(),
            a.operation(),
            a.requestFingerprint(),
            a.status(),
            a.location(),
            a.body(),
            now.plus(KEPT)
        };
    }
}
