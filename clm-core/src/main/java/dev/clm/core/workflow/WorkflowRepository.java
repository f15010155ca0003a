package dev.clm.core.workflow;

import static dev.clm.core.jooq.Tables.WORKFLOWS;

import dev.clm.core.database.CoreTransaction;
import dev.clm.core.json.Json;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Rows of workflows that are not deleted: the tenant's own, and the platform's. */
public final class WorkflowRepository {
    private static final Field<String> ROW = DSL.field("to_jsonb({0})::text", String.class, WORKFLOWS);

    /** Where the tenant and the platform both have the code, the tenant's own. */
    public Optional<Workflow> findLive(CoreTransaction tx, String code) {
        return find(tx, WORKFLOWS.WORKFLOW_CODE.eq(code));
    }

    public Optional<Workflow> findLive(CoreTransaction tx, UUID id) {
        return find(tx, WORKFLOWS.ID.eq(id));
    }

    private static Optional<Workflow> find(CoreTransaction tx, Condition condition) {
        return tx.dsl()
                .select(ROW)
                .from(WORKFLOWS)
                .where(condition)
                .and(WORKFLOWS.DELETED_AT.isNull())
                .orderBy(WORKFLOWS.ORGANIZATION_ID.asc().nullsLast())
                .limit(1)
                .fetchOptional(ROW)
                .flatMap(Json::read)
                .map(Workflow::ofRow);
    }
}
