package dev.clm.core.identity.role;

import static dev.clm.core.jooq.Tables.ROLES;
import static dev.clm.core.jooq.Tables.USER_ROLES;

import dev.clm.common.identifier.Identifiers;
import dev.clm.core.database.CoreTransaction;
import java.util.UUID;
import org.jooq.impl.DSL;

/** Rows of roles and their assignment to users. */
public final class RoleRepository {
    /** The seeded role that permits everything. */
    public static final String SYSTEM_ADMIN = "SYSTEM_ADMIN";

    /** Assigns an active role from now on, without an end; false where there is no such role or it is assigned already. */
    public boolean assign(CoreTransaction tx, UUID userId, String roleCode, UUID assignedBy) {
        return tx.changed(tx.dsl()
                .insertInto(
                        USER_ROLES,
                        USER_ROLES.ID,
                        USER_ROLES.USER_ID,
                        USER_ROLES.ROLE_ID,
                        USER_ROLES.ASSIGNED_BY_USER_ID)
                .select(DSL.select(DSL.val(Identifiers.next()), DSL.val(userId), ROLES.ID, DSL.val(assignedBy))
                        .from(ROLES)
                        .where(ROLES.ROLE_CODE.eq(roleCode))
                        .and(ROLES.IS_ACTIVE)
                        .and(ROLES.DELETED_AT.isNull()))
                .onConflictDoNothing());
    }

    /** Whether the role is assigned to the user now, or will be. */
    public boolean isAssigned(CoreTransaction tx, UUID userId, String roleCode) {
        return tx.dsl()
                .fetchExists(DSL.selectOne()
                        .from(USER_ROLES)
                        .join(ROLES)
                        .on(ROLES.ID.eq(USER_ROLES.ROLE_ID))
                        .where(USER_ROLES.USER_ID.eq(userId))
                        .and(ROLES.ROLE_CODE.eq(roleCode))
                        .and(USER_ROLES.REVOKED_AT.isNull())
                        .and(USER_ROLES.VALID_UNTIL.isNull().or(USER_ROLES.VALID_UNTIL.gt(DSL.currentInstant()))));
    }
}
