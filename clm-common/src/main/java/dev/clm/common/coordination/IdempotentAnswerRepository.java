package dev.clm.common.coordination;

import dev.clm.common.database.BatchInsert;
import dev.clm.common.database.DatabaseTransaction;
import dev.clm.common.database.PreparedQuery;
import dev.clm.common.database.TransactionRunner;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The table idempotency_keys, which both databases have (requirement T4). Its unique constraint decides who was first, and so
 * makes one key yield one of whatever was asked for.
 *
 * @param <T> the transaction of the database the table is in
 */
public final class IdempotentAnswerRepository<T extends DatabaseTransaction> {
    private static final String FIND = """
            select user_id, idempotency_key, operation, request_fingerprint, response_status, response_location, response_body
            from idempotency_keys where organization_id = ? and user_id = any(?) and idempotency_key = any(?)
            """;
    private static final String DELETE_EXPIRED = """
            delete from idempotency_keys where id in (
              select id from idempotency_keys where expires_at < now() limit ? for update skip locked)
            """;
    private static final String RELEASE = """
            delete from idempotency_keys where organization_id = ? and user_id = ? and idempotency_key = ?
              and request_fingerprint = ? and response_status = 0
            """;
    private static final BatchInsert<Owned> INSERT = BatchInsert.<Owned>into(DSL.table(DSL.name("idempotency_keys")))
            .with(column("id", SQLDataType.UUID), owned -> Identifiers.next())
            .with(
                    column("organization_id", SQLDataType.UUID),
                    owned -> owned.organization().value())
            .with(column("user_id", SQLDataType.UUID), owned -> owned.answer().userId())
            .with(
                    column("idempotency_key", SQLDataType.VARCHAR),
                    owned -> owned.answer().idempotencyKey())
            .with(
                    column("operation", SQLDataType.VARCHAR),
                    owned -> owned.answer().operation())
            .with(
                    column("request_fingerprint", SQLDataType.VARCHAR),
                    owned -> owned.answer().requestFingerprint())
            .with(
                    column("response_status", SQLDataType.INTEGER),
                    owned -> owned.answer().status())
            .with(
                    column("response_location", SQLDataType.VARCHAR),
                    owned -> owned.answer().location())
            .with(
                    column("response_body", SQLDataType.VARCHAR),
                    owned -> owned.answer().body())
            .skippingConflicts();
    /** Whoever inserts a key holds its lock until the end, so that nobody else has to wait for the row. */
    private static final BatchInsert<Owned> INSERT_FREE = INSERT.where("pg_try_advisory_xact_lock(hashtextextended("
            + "concat_ws(' ', 'idempotency key', r.organization_id, r.user_id, r.idempotency_key), 0))");

    /**
     * Stores the answers whose keys are new, waiting for a concurrent transaction that holds one of them. Answers for each
     * whether it was stored: 1, or 0 where the key had been answered before. The column's default says how long they are kept.
     */
    public int[] insertNew(T tx, OrganizationId organization, List<IdempotentAnswer> answers) {
        return INSERT.execute(
                tx.dsl(),
                answers.stream().map(answer -> new Owned(organization, answer)).toList());
    }

    /**
     * The same without waiting for another transaction that stores an answer under one of the keys by this method: its key is
     * not free, and counts as answered.
     */
    public int[] insertFree(T tx, OrganizationId organization, List<IdempotentAnswer> answers) {
        return INSERT_FREE.execute(
                tx.dsl(),
                answers.stream().map(answer -> new Owned(organization, answer)).toList());
    }

    /** Stores one answer. @throws ClmException IDEMPOTENCY_KEY_IN_USE where its key had been answered before */
    public void reserve(T tx, OrganizationId organization, IdempotentAnswer answer) {
        if (insertNew(tx, organization, List.of(answer))[0] == 0) {
            throw IdempotentAnswer.anotherWasQuicker();
        }
    }

    /** The stored answers to these keys, and perhaps to other pairs of these users and keys: the caller picks. */
    public List<IdempotentAnswer> findAll(
            TransactionRunner<T> database,
            OrganizationId organization,
            Collection<UUID> userIds,
            Collection<String> keys) {
        return database.fetch(
                organization,
                PreparedQuery.ofRows(
                        FIND,
                        row -> new IdempotentAnswer(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getInt(5),
                                row.getString(6),
                                row.getString(7)),
                        organization.value(),
                        userIds.toArray(UUID[]::new),
                        keys.toArray(String[]::new)));
    }

    /** Deletes a claim ({@link IdempotentAnswer#claim}); an answer stays. */
    public int release(T tx, OrganizationId organization, IdempotentAnswer claim) {
        return tx.dsl()
                .execute(
                        RELEASE,
                        organization.value(),
                        claim.userId(),
                        claim.idempotencyKey(),
                        claim.requestFingerprint());
    }

    public int deleteExpired(T tx, int limit) {
        return tx.dsl().execute(DELETE_EXPIRED, limit);
    }

    private static <V> Field<V> column(String name, DataType<V> type) {
        return DSL.field(DSL.name(name), type);
    }

    private record Owned(OrganizationId organization, IdempotentAnswer answer) {}
}
