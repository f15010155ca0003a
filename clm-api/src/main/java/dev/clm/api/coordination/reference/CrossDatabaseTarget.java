package dev.clm.api.coordination.reference;

import dev.clm.migrations.ClmDatabase;
import java.util.Arrays;

/** A table that the other database refers to by uuid (requirement X2). Each has `id` and `deleted_at`. */
public enum CrossDatabaseTarget {
    USERS(ClmDatabase.CORE, "users", "user"),
    ORGANIZATIONS(ClmDatabase.CORE, "organizations", "organization"),
    POLICIES(ClmDatabase.CORE, "policies", "policy"),
    WORKFLOWS(ClmDatabase.CORE, "workflows", "workflow"),
    CERTIFICATES(ClmDatabase.SECURE, "certificates", "certificate"),
    CERTIFICATE_REQUESTS(ClmDatabase.SECURE, "certificate_requests", "certificate_request");

    private final ClmDatabase database;
    private final String table;
    private final String word;

    CrossDatabaseTarget(ClmDatabase database, String table, String word) {
        this.database = database;
        this.table = table;
        this.word = word;
    }

    public ClmDatabase database() {
        return database;
    }

    public String table() {
        return table;
    }

    /** What events and audit entries call one row of it. */
    public String word() {
        return word;
    }

    public static CrossDatabaseTarget ofTable(String table) {
        return Arrays.stream(values())
                .filter(target -> target.table.equals(table))
                .findFirst()
                .orElseThrow();
    }
}
