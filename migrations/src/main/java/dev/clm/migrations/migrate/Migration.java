package dev.clm.migrations.migrate;

/**
 * One migration with the script that reverses it (requirement M4).
 *
 * @param sql the content of its .sql file
 * @param rollback the content of its .rollback file
 */
public record Migration(MigrationFileName name, String sql, String rollback) {}
