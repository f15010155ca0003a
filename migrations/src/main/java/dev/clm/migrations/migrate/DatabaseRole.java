package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.util.List;

/**
 * One role of the table in the schema's contract.
 *
 * @param needsLogin whether it is useless without a password
 * @param bypassesRowSecurity whether it sees every tenant's rows
 */
record DatabaseRole(String name, boolean needsLogin, boolean bypassesRowSecurity) {

    /** The roles that one database's server must have, its owner first (requirements M8, M9). */
    static List<DatabaseRole> of(ClmDatabase database) {
        return List.of(
                new DatabaseRole(database.owner(), true, false),
                new DatabaseRole(database.user(), true, false),
                new DatabaseRole(database.service(), true, true),
                new DatabaseRole("clm_maintenance", false, false),
                new DatabaseRole("clm_auditor", false, false),
                new DatabaseRole("clm_reporter", false, false),
                new DatabaseRole("clm_backup", false, true));
    }

    String attributes() {
        return "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION INHERIT "
                + (bypassesRowSecurity ? "BYPASSRLS" : "NOBYPASSRLS");
    }
}
