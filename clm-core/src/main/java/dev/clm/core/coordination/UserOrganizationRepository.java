package dev.clm.core.coordination;

import static dev.clm.core.jooq.Tables.USER_ORGANIZATIONS;

import dev.clm.common.coordination.TenantReference;
import dev.clm.core.database.CoreTransaction;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.jooq.impl.DSL;

/** Which tenants a user who is referred to belongs to. */
public final class UserOrganizationRepository {
    /** The organizations that the users belong to, or once belonged to. */
    public Set<TenantReference> memberships(CoreTransaction tx, Collection<UUID> users) {
        return tx.dsl()
                .select(USER_ORGANIZATIONS.ORGANIZATION_ID, USER_ORGANIZATIONS.USER_ID)
                .from(USER_ORGANIZATIONS)
                .where(USER_ORGANIZATIONS.USER_ID.eq(DSL.any(users.toArray(UUID[]::new))))
                .fetchSet(r -> new TenantReference(r.value1(), r.value2()));
    }
}
