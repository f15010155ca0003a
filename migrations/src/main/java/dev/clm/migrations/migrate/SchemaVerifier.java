package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the history with the files, reading only and under the service's own login (requirement M3). */
public final class SchemaVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaVerifier.class);
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

    private final ClmDatabase database;
    private final DatabaseLogin login;
    private final MigrationFolder folder;

    public SchemaVerifier(ClmDatabase database, DatabaseLogin login) {
        this(database, login, MigrationFolder.of(database));
    }

    public SchemaVerifier(ClmDatabase database, DatabaseLogin login, MigrationFolder folder) {
        this.database = database;
        this.login = login;
        this.folder = folder;
    }

    /** Returns only where every known migration is applied and unchanged, and no other that this release cannot live with. */
    public void verify() {
        SchemaState state = state();
        state.refuseFaults();
        state.refusePending();
        if (!state.later().isEmpty()) {
            LOG.info("{}: migrated by a later release, which this one can live with", database.databaseName());
        }
        List<String> invalid = invalidIndexes();
        if (!invalid.isEmpty()) {
            LOG.warn("{}: invalid indexes, which the next migrate rebuilds: {}", database.databaseName(), invalid);
        }
    }

    public SchemaState state() {
        try {
            return SchemaState.of(
                    database,
                    folder,
                    SchemaHistory.reader(login, STATEMENT_TIMEOUT, folder)
                            .info()
                            .all());
        } catch (FlywayException e) {
            throw MigrationFailure.of(database, login, e);
        }
    }

    private List<String> invalidIndexes() {
        try (Connection connection = login.connect()) {
            return new InvalidIndexes(connection).find();
        } catch (SQLException e) {
            throw ClmSchemaException.of(database, "the indexes cannot be checked: " + e.getMessage(), e);
        }
    }
}
