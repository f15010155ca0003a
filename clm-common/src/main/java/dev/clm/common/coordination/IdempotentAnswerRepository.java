package dev.clm.common.coordination;

import dev.clm.common.database.BatchInsert;
import dev.clm.common.database.PreparedQuery;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The table idempotency_keys, which both databases have alike (requirement T4). Its unique constraint decides who was first. */
public final class IdempotentAnswerRepository {
    private static final String FIND = """
            select user_id, idempotency_key, operation, request_fingerprint, response_status, response_location, response_body
            from idempotency_keys where organization_id = ? and user_id = any(?) and idempotency_key = any(?)
            """;

    private final Table<?> table;
    private final BatchInsert insert;

    /** `table` is the generated idempotency_keys of one database. */
    public IdempotentAnswerRepository(Table<?> table) {
        this.table = table;
        this.insert = BatchInsert.into(
                        table,
                        table.field("id"),
                        table.field("organization_id"),
                        table.field("user_id"),
                        table.field("idempotency_key"),
                        table.field("operation"),
                        table.field("request_fingerprint"),
                        table.field("response_status"),
                        table.field("response_location"),
                        table.field("response_body"))
                .skippingConflicts();
    }

    /**
     * Stores the answers whose keys are new, waiting for a concurrent transaction that holds one of them. Answers for each
     * whether it was stored: 1, or 0 where the key had been answered before. The column's default says how long they are kept.
     */
    public int[] insertNew(DSLContext dsl, OrganizationId organization, List<IdempotentAnswer> answers) {
        return insert.execute(
                dsl, answers.stream().map(a -> values(organization, a)).toList());
    }

    /** The stored answers to these keys, and perhaps to other pairs of these users and keys: the caller picks. */
    public static PreparedQuery<List<IdempotentAnswer>> answers(
            OrganizationId organization, Collection<UUID> userIds, Collection<String> keys) {
        return PreparedQuery.ofRows(
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
                keys.toArray(String[]::new));
    }

    public int deleteExpired(DSLContext dsl, int limit) {
        Field<UUID> id = field("id", UUID.class);
        return dsl.deleteFrom(table)
                .where(id.in(DSL.select(id)
                        .from(table)
                        .where(field("expires_at", Instant.class).lt(DSL.currentInstant()))
                        .limit(limit)
                        .forUpdate()
                        .skipLocked()))
                .execute();
    }

    private <T> Field<T> field(String name, Class<T> type) {
        return table.field(name, type);
    }

    private static Object[] values(OrganizationId organization, IdempotentAnswer a) {
        return new Object[] {
            Identifiers.next(),
            organization.value(),
            a.userId(),
            a.idempotencyKey(),
            a.operation(),
            a.requestFingerprint(),
            a.status(),
            a.location(),
            a.body()
        };
    }
}
