package dev.clm.migrations.migrate;

import dev.clm.common.database.SqlState;
import dev.clm.migrations.ClmDatabase;

/** A schema that is not as it must be, or could not be made so: one message that names database, file and SQL state (requirement M3). */
public final class ClmSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ClmSchemaException(ClmDatabase database, String file, String detail, Throwable cause) {
        super(message(database, file, detail, cause), cause);
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

    private static String message(ClmDatabase database, String file, String detail, Throwable cause) {
        String where = database.databaseName() + (file == null ? "" : ", " + file);
        String state = SqlState.of(cause).map(s -> " (SQL state " + s + ")").orElse("");
        return where + ": " + detail + state;
    }
}
