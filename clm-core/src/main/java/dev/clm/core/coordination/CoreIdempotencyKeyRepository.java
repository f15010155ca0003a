package dev.clm.core.coordination;

import static dev.clm.core.jooq.Tables.IDEMPOTENCY_KEYS;

import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.coordination.IdempotentAnswerRepository;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Rows of idempotency_keys. The unique constraint is what makes one key yield one user, organization, policy or workflow. */
public final class CoreIdempotencyKeyRepository {
    private static final IdempotentAnswerRepository TABLE = new IdempotentAnswerRepository(IDEMPOTENCY_KEYS);

    /** Answers for each whether it was stored: 1, or 0 where the key had been answered before. */
    public int[] insertNew(CoreTransaction tx, OrganizationId organization, List<IdempotentAnswer> answers) {
        return TABLE.insertNew(tx.dsl(), organization, answers);
    }

    /** The stored answers to these keys, and perhaps to other pairs of these users and keys: the caller picks. */
    public List<IdempotentAnswer> findAll(
            CoreDatabase database, OrganizationId organization, Collection<UUID> userIds, Collection<String> keys) {
        return database.fetch(organization, IdempotentAnswerRepository.answers(organization, userIds, keys));
    }

    public int deleteExpired(CoreTransaction tx, int limit) {
        return TABLE.deleteExpired(tx.dsl(), limit);
    }
}
