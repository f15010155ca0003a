package dev.clm.core.identity.user;

import static dev.clm.core.jooq.Tables.USERS;
import static dev.clm.core.jooq.Tables.USER_ORGANIZATIONS;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.row.ManagedRowRepository;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/**
 * Rows of users. Users belong to no tenant: their names and addresses are unique in the installation. A tenant sees its
 * members.
 */
public final class UserRepository extends ManagedRowRepository {
    public UserRepository() {
        super(USERS, "password_hash", "password_salt", "mfa_secret", "mfa_backup_codes");
    }

    @Override
    protected Condition isVisibleTo(OrganizationId tenant) {
        return DSL.exists(DSL.selectOne()
                .from(USER_ORGANIZATIONS)
                .where(USER_ORGANIZATIONS.USER_ID.eq(USERS.ID))
                .and(USER_ORGANIZATIONS.ORGANIZATION_ID.eq(tenant.value()))
                .and(USER_ORGANIZATIONS.LEFT_AT.isNull()));
    }

    /** Whether the user is a member of other organizations too. Needs the service role: no tenant sees others' members. */
    public boolean isMemberElsewhere(CoreTransaction tx, UUID userId, OrganizationId tenant) {
        return tx.dsl()
                .fetchExists(
                        USER_ORGANIZATIONS,
                        USER_ORGANIZATIONS
                                .USER_ID
                                .eq(userId)
                                .and(USER_ORGANIZATIONS.ORGANIZATION_ID.ne(tenant.value()))
                                .and(USER_ORGANIZATIONS.LEFT_AT.isNull()));
    }

    /** False where the username or the e-mail address is taken, by a soft-deleted user too. */
    public boolean insert(CoreTransaction tx, NewUser user) {
        return tx.changed(tx.dsl()
                .insertInto(USERS)
                .set(USERS.ID, user.id())
                .set(USERS.USERNAME, user.username())
                .set(USERS.EMAIL, user.email())
                .set(USERS.PASSWORD_HASH, user.password().hash())
                .set(USERS.PASSWORD_SALT, user.password().salt())
                .set(USERS.MUST_CHANGE_PASSWORD, true)
                .set(USERS.API_ACCESS_ENABLED, user.apiAccessEnabled())
                .set(USERS.CREATED_BY_USER_ID, user.createdBy())
                .onConflictDoNothing());
    }

    public boolean isUsernameTaken(CoreTransaction tx, String username) {
        return tx.dsl().fetchExists(USERS, USERS.USERNAME.eq(username));
    }
}
