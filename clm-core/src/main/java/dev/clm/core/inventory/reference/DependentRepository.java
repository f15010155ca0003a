package dev.clm.core.inventory.reference;

import dev.clm.core.database.CoreTransaction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.Record;

/** How many rows of this database depend on one that is about to be deleted, by kind, in one statement each. */
public final class DependentRepository {
    private static final String OF_USER = """
            select (select count(*) from api_keys where user_id = u.id and is_active and revoked_at is null) as api_keys,
              (select count(*) from user_organizations where user_id = u.id and left_at is null) as memberships,
              (select count(*) from certificate_metadata where owner_user_id = u.id and deleted_at is null)
                as certificates
            from (select ?::uuid as id) u
            """;
    private static final String OF_ORGANIZATION = """
            select (select count(*) from user_organizations where organization_id = o.id and left_at is null) as members,
              (select count(*) from certificate_metadata where organization_id = o.id and deleted_at is null)
                as certificates,
              (select count(*) from policies where organization_id = o.id and deleted_at is null) as policies,
              (select count(*) from workflows where organization_id = o.id and deleted_at is null) as workflows
            from (select ?::uuid as id) o
            """;
    private static final String OF_WORKFLOW = """
            select count(*) as workflow_instances from workflow_instances
            where workflow_id = ?::uuid and status in ('initiated', 'in_progress', 'pending_approval')
            """;

    /** Needs the service role: a user's keys and certificates may be of several tenants. */
    public Map<String, Long> ofUser(CoreTransaction tx, UUID id) {
        return counts(tx, OF_USER, id);
    }

    /** Needs the service role, where it is not the transaction's own organization. */
    public Map<String, Long> ofOrganization(CoreTransaction tx, UUID id) {
        return counts(tx, OF_ORGANIZATION, id);
    }

    /** Running instances. */
    public Map<String, Long> ofWorkflow(CoreTransaction tx, UUID id) {
        return counts(tx, OF_WORKFLOW, id);
    }

    private static Map<String, Long> counts(CoreTransaction tx, String query, UUID id) {
        Record row = tx.dsl().resultQuery(query, id).fetchSingle();
        Map<String, Long> counts = new LinkedHashMap<>();
        for (var column : row.fields()) {
            counts.put(column.getName(), row.get(column.getName(), Long.class));
        }
        return counts;
    }
}
