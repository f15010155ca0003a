package dev.clm.migrations.migrate;

import java.util.Locale;

/**
 * One migration with the script that reverses it (requirement M4).
 *
 * @param sql the content of its .sql file
 * @param rollback the content of its .rollback file
 */
public record Migration(MigrationFileName name, String sql, String rollback) {

    /** Whether it works outside a transaction and can be run again where it was interrupted (requirement M5). */
    boolean worksConcurrently() {
        return Words.contains(sql.toUpperCase(Locale.ROOT), "CONCURRENTLY");
    }
}
