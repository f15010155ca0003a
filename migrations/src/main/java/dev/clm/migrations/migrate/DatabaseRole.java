package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One role of the table in the schema's contract.
 *
 * @param needsLogin whether it is useless without a password
 * @param logsIn whether it may log in as soon as somebody gives it a password
 * @param seesEveryTenant by BYPASSRLS where an administrator can give it, and by policies that name it
 */
record DatabaseRole(String name, boolean needsLogin, boolean logsIn, boolean seesEveryTenant) {

    /** The roles that one database's server must have, its owner first (requirements M8, M9). */
    static List<DatabaseRole> of(ClmDatabase database) {
        return List.of(
                new DatabaseRole(database.owner(), true, true, false),
                new DatabaseRole(database.user(), true, true, false),
                new DatabaseRole(database.service(), true, true, true),
                new DatabaseRole("clm_maintenance", false, false, false),
                new DatabaseRole("clm_auditor", false, false, false),
                new DatabaseRole("clm_reporter", false, false, false),
                // a member of it would not inherit its sight of every row, so it logs in itself
                new DatabaseRole("clm_backup", false, true, true));
    }

    /** As SQL's VALUES lists them: name, logs_in, sees_all. */
    static String rows(ClmDatabase database) {
        return of(database).stream()
                .map(role -> "('" + role.name() + "', " + role.logsIn() + ", " + role.seesEveryTenant() + ")")
                .collect(Collectors.joining(",\n    ", "\n    ", ""));
    }
}
