package dev.clm.secure.coordination;

import static dev.clm.secure.jooq.Tables.IDEMPOTENCY_KEYS;

import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.coordination.IdempotentAnswerRepository;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Rows of idempotency_keys. The unique constraint is what makes one key yield one certificate. */
public final class IdempotencyKeyRepository {
    private static final IdempotentAnswerRepository TABLE = new IdempotentAnswerRepository(IDEMPOTENCY_KEYS);

    /** Answers for each whether it was stored: 1, or 0 where the key had been answered before. */
    public int[] insertNew(SecureTransaction tx, OrganizationId organization, List<IdempotentAnswer> answers) {
        return TABLE.insertNew(tx.dsl(), organization, answers);
    }

    /** Stores one answer. @throws ClmException IDEMPOTENCY_KEY_IN_USE where its key had been answered before */
    public void reserve(SecureTransaction tx, OrganizationId organization, IdempotentAnswer answer) {
        if (insertNew(tx, organization, List.of(answer))[0] == 0) {
            throw IdempotentAnswer.anotherWasQuicker();
        }
    }

    /** The stored answers to these keys, and perhaps to other pairs of these users and keys: the caller picks. */
    public List<IdempotentAnswer> findAll(
            SecureDatabase database, OrganizationId organization, Collection<UUID> userIds, Collection<String> keys) {
        return database.fetch(organization, IdempotentAnswerRepository.answers(organization, userIds, keys));
    }

    public int deleteExpired(SecureTransaction tx, int limit) {
        return TABLE.deleteExpired(tx.dsl(), limit);
    }
}
