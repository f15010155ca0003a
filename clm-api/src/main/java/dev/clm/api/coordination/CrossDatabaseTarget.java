package dev.clm.api.coordination;

import dev.clm.migrations.ClmDatabase;

/** A table that the other database refers to by uuid (requirement X2). Each has `id` and `deleted_at`. */
public enum CrossDatabaseTarget {
    USERS(ClmDatabase.CORE, "users"),
    ORGANIZATIONS(ClmDatabase.CORE, "organizations"),
    POLICIES(ClmDatabase.CORE, "policies"),
    WORKFLOWS(ClmDatabase.CORE, "workflows"),
    CERTIFICATES(ClmDatabase.SECURE, "certificates"),
    CERTIFICATE_REQUESTS(ClmDatabase.SECURE, "certificate_requests");

    private final ClmDatabase database;
    private final String table;

    CrossDatabaseTarget(ClmDatabase database, String table) {
        this.database = database;
        this.table = table;
    }

    public ClmDatabase database() {
        return database;
    }

    public String table() {
        return table;
    }
}
