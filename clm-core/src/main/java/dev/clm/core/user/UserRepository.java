package dev.clm.core.user;

import static dev.clm.core.jooq.Tables.USERS;

import dev.clm.core.database.CoreTransaction;

/** Rows of users. Users belong to no tenant: their names and addresses are unique in the installation. */
public final class UserRepository {

    /** False where the username or the e-mail address is taken, by a soft-deleted user too. */
    public boolean insert(CoreTransaction tx, NewUser user) {
        return tx.dsl()
                        .insertInto(USERS)
                        .set(USERS.ID, user.id())
                        .set(USERS.USERNAME, user.username())
                        .set(USERS.EMAIL, user.email())
                        .set(USERS.PASSWORD_HASH, user.password().hash())
                        .set(USERS.PASSWORD_SALT, user.password().salt())
                        .set(USERS.MUST_CHANGE_PASSWORD, true)
                        .set(USERS.API_ACCESS_ENABLED, user.apiAccessEnabled())
                        .set(USERS.CREATED_BY_USER_ID, user.createdBy())
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    public boolean isUsernameTaken(CoreTransaction tx, String username) {
        return tx.dsl().fetchExists(USERS, USERS.USERNAME.eq(username));
    }
}
