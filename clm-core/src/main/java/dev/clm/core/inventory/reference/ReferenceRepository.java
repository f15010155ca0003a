package dev.clm.core.inventory.reference;

import static dev.clm.core.jooq.Tables.ORGANIZATIONS;
import static dev.clm.core.jooq.Tables.POLICIES;
import static dev.clm.core.jooq.Tables.USERS;
import static dev.clm.core.jooq.Tables.USER_ORGANIZATIONS;
import static dev.clm.core.jooq.Tables.WORKFLOWS;

import dev.clm.core.database.CoreTransaction;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Which of many ids live here, in one statement (requirements X2, T5). Row-level security answers for the tenant: another
 * tenant's row is as absent as a missing one. In the service role all tenants' rows count.
 */
public final class ReferenceRepository {

    public Set<UUID> liveIds(CoreTransaction tx, ReferenceTarget target, Collection<UUID> ids) {
        return switch (target) {
            case USER -> find(tx, USERS, USERS.ID, USERS.DELETED_AT.isNull(), ids);
            case MEMBER -> find(tx, USERS, USERS.ID, isActiveMember(), ids);
            case POLICY -> find(tx, POLICIES, POLICIES.ID, POLICIES.DELETED_AT.isNull(), ids);
            case WORKFLOW -> find(tx, WORKFLOWS, WORKFLOWS.ID, WORKFLOWS.DELETED_AT.isNull(), ids);
            case ORGANIZATION -> find(tx, ORGANIZATIONS, ORGANIZATIONS.ID, ORGANIZATIONS.DELETED_AT.isNull(), ids);
        };
    }

    private static Set<UUID> find(
            CoreTransaction tx, Table<?> table, Field<UUID> id, Condition live, Collection<UUID> ids) {
        return ids.isEmpty()
                ? Set.of()
                : tx.dsl()
                        .select(id)
                        .from(table)
                        .where(id.eq(DSL.any(ids.toArray(UUID[]::new))))
                        .and(live)
                        .fetchSet(id);
    }

    private static Condition isActiveMember() {
        return USERS.DELETED_AT
                .isNull()
                .and(USERS.STATUS.eq("active"))
                .and(DSL.exists(DSL.selectOne()
                        .from(USER_ORGANIZATIONS)
                        .where(USER_ORGANIZATIONS.USER_ID.eq(USERS.ID))
                        .and(USER_ORGANIZATIONS.LEFT_AT.isNull())));
    }
}
