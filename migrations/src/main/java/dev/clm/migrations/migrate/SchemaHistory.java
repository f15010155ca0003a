package dev.clm.migrations.migrate;

import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** How Flyway is set up, wherever it is used (requirement M2). */
final class SchemaHistory {
    static final String TABLE = "schema_migrations";

    private SchemaHistory() {}

    /** @param snapshots how long an index build may wait for the end of older snapshots */
    static Flyway writer(DatabaseLogin login, Duration statementTimeout, MigrationFolder folder, Duration snapshots) {
        return configuration(login, statementTimeout, folder)
                .callbacks(new IndexBuildTimeouts(folder, snapshots))
                .load();
    }

    /** Every session is read-only once it is connected; not before, for then the driver takes a primary for a standby. */
    static Flyway reader(DatabaseLogin login, Duration statementTimeout, MigrationFolder folder) {
        return configuration(login, statementTimeout, folder)
                .initSql("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
                .load();
    }

    /**
     * Takes address and properties apart: a data source of the driver gives its connections an address with every property in
     * it, and the expressions with which Flyway looks for passwords in an address need a fifth of a second for that.
     */
    private static FluentConfiguration configuration(
            DatabaseLogin login, Duration statementTimeout, MigrationFolder folder) {
        FluentConfiguration configuration = Flyway.configure()
                .dataSource(login.url(), login.user(), login.password())
                .jdbcProperties(login.properties(statementTimeout))
                .table(TABLE)
                .defaultSchema("public")
                .createSchemas(false)
                .sqlMigrationPrefix("")
                .sqlMigrationSeparator("_")
                .sqlMigrationSuffixes(MigrationFileName.SQL)
                .validateMigrationNaming(true)
                .placeholderReplacement(false)
                .baselineOnMigrate(false)
                .baselineVersion("0")
                .cleanDisabled(true)
                .outOfOrder(false)
                .ignoreMigrationPatterns(new String[0])
                .connectRetries(0)
                .loggers(FlywayLog.class.getName())
                .resourceProvider(new FlywayFiles(folder))
                .javaMigrationClassProvider(List::of);
        // Its default lock is a transaction that stays open, which CREATE INDEX CONCURRENTLY would wait for forever.
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return configuration;
    }
}
