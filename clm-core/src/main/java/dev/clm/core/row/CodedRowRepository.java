package dev.clm.core.row;

import dev.clm.common.tenant.OrganizationId;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/** Rows that requests name by a code: the tenant's own, and the platform's, which it may read. */
public abstract class CodedRowRepository extends ManagedRowRepository {
    private final Field<UUID> organization;

    protected CodedRowRepository(Table<?> table) {
        super(table);
        this.organization = table.field("organization_id", UUID.class);
    }

    @Override
    protected Condition isVisibleTo(OrganizationId tenant) {
        return organization.eq(tenant.value()).or(organization.isNull());
    }
}
