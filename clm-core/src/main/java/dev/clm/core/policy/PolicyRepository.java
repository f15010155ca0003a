package dev.clm.core.policy;

import static dev.clm.core.jooq.Tables.POLICIES;

import dev.clm.core.database.CoreTransaction;
import dev.clm.core.json.Json;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Rows of policies that are not deleted: the tenant's own, and the platform's. */
public final class PolicyRepository {
    private static final Field<String> ROW = DSL.field("to_jsonb({0})::text", String.class, POLICIES);

    /** Where the tenant and the platform both have the code, the tenant's own. */
    public Optional<Policy> findLive(CoreTransaction tx, String code) {
        return find(tx, POLICIES.POLICY_CODE.eq(code));
    }

    public Optional<Policy> findLive(CoreTransaction tx, UUID id) {
        return find(tx, POLICIES.ID.eq(id));
    }

    private static Optional<Policy> find(CoreTransaction tx, Condition condition) {
        return tx.dsl()
                .select(ROW)
                .from(POLICIES)
                .where(condition)
                .and(POLICIES.DELETED_AT.isNull())
                .orderBy(POLICIES.ORGANIZATION_ID.asc().nullsLast())
                .limit(1)
                .fetchOptional(ROW)
                .flatMap(Json::read)
                .map(Policy::ofRow);
    }
}
