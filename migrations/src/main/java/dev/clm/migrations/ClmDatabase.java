package dev.clm.migrations;

/** The two databases, which share nothing, and the roles that log in to each (requirement M9). */
public enum ClmDatabase {
    SECURE("clm_secure_db", "clm_secure_owner", "clm_secure_user", "clm_secure_service"),
    CORE("clm_core_db", "clm_core_owner", "clm_core_user", "clm_core_service");

    private final String databaseName;
    private final String owner;
    private final String user;
    private final String service;

    ClmDatabase(String databaseName, String owner, String user, String service) {
        this.databaseName = databaseName;
        this.owner = owner;
        this.user = user;
        this.service = service;
    }

    public String databaseName() {
        return databaseName;
    }

    /** The role that owns the database and migrates it; the running service never logs in as it. */
    public String owner() {
        return owner;
    }

    /** The service's own login, held by row-level security. */
    public String user() {
        return user;
    }

    /** The login of background jobs, which sees every tenant. */
    public String service() {
        return service;
    }

    /** The folder on the class path that holds the migrations (requirement M1). */
    public String migrationFolder() {
        return "migrations/" + databaseName;
    }
}
