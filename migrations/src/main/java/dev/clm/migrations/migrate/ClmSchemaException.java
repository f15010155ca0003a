package dev.clm.migrations.migrate;

import dev.clm.common.database.SqlState;
import dev.clm.migrations.ClmDatabase;
import java.util.Optional;

/** A schema that is not as it must be, or could not be made so: one message that names database, file and SQL state (requirement M3). */
public final class ClmSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ClmDatabase database;
    private final String file;
    private final String sqlState;

    private ClmSchemaException(ClmDatabase database, String file, String detail, Throwable cause) {
        super(message(database, file, detail, cause), cause);
        this.database = database;
        this.file = file;
        this.sqlState = SqlState.of(cause).orElse(null);
    }

    static ClmSchemaException of(ClmDatabase database, String detail) {
        return new ClmSchemaException(database, null, detail, null);
    }

    static ClmSchemaException of(ClmDatabase database, String detail, Throwable cause) {
        return new ClmSchemaException(database, null, detail, cause);
    }

    static ClmSchemaException ofFile(ClmDatabase database, String file, String detail) {
        return new ClmSchemaException(database, file, detail, null);
    }

    static ClmSchemaException ofFile(ClmDatabase database, String file, String detail, Throwable cause) {
        return new ClmSchemaException(database, file, detail, cause);
    }

    public ClmDatabase database() {
        return database;
    }

    /** The migration at fault, where there is one. */
    public Optional<String> file() {
        return Optional.ofNullable(file);
    }

    public Optional<String> sqlState() {
        return Optional.ofNullable(sqlState);
    }

    private static String message(ClmDatabase database, String file, String detail, Throwable cause) {
        String where = database.databaseName() + (file == null ? "" : ", " + file);
        String state = SqlState.of(cause).map(s -> " (SQL state " + s + ")").orElse("");
        return where + ": " + detail + state;
    }
}
