package dev.clm.migrations.migrate;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** How Flyway is set up, wherever it is used (requirement M2). */
final class SchemaHistory {
    static final String TABLE = "schema_migrations";

    private SchemaHistory() {}

    static Flyway flyway(DataSource source, MigrationFolder folder) {
        FluentConfiguration configuration = Flyway.configure()
                .dataSource(source)
                .table(TABLE)
                .defaultSchema("public")
                .createSchemas(false)
                .sqlMigrationPrefix("")
                .sqlMigrationSeparator("_")
                .sqlMigrationSuffixes(MigrationFileName.SQL)
                .validateMigrationNaming(true)
                .placeholderReplacement(false)
                .baselineOnMigrate(false)
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
        return configuration.load();
    }
}
