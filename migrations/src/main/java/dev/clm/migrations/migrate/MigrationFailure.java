package dev.clm.migrations.migrate;

import dev.clm.common.database.SqlState;
import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;

/** Says in one line what Flyway says in many: file, line, the server's own words (requirements M3, M5). */
final class MigrationFailure {
    private static final Pattern REMEDY = Pattern.compile(
            "baseline|repair|outOfOrder|ignoreMigrationPatterns|cleanDisabled|flyway", Pattern.CASE_INSENSITIVE);

    private MigrationFailure() {}

    static ClmSchemaException of(ClmDatabase database, DatabaseLogin login, FlywayException failure) {
        return of(database, login, failure, Optional.empty());
    }

    /** @param waited what a build was last seen to wait for */
    static ClmSchemaException of(
            ClmDatabase database, DatabaseLogin login, FlywayException failure, Optional<String> waited) {
        String reason = cause(failure, SQLException.class)
                .map(e -> firstLine(e.getMessage()))
                .orElseGet(() -> withoutRemedies(firstLine(failure.getMessage())));
        if (!(failure instanceof FlywayMigrateException migrate)) {
            return ClmSchemaException.of(database, "as " + login + ": " + reason, failure);
        }
        Optional<FlywaySqlScriptException> script = cause(failure, FlywaySqlScriptException.class);
        String line = script.map(s -> "line " + s.getLineNumber() + ": ").orElse("");
        String lock = script.filter(s -> isLockTimeout(failure))
                .map(s -> "; "
                        + waited.map(MigrationFailure::snapshot)
                                .orElseGet(() -> LockHolders.describe(login, s.getStatement())))
                .orElse("");
        return ClmSchemaException.ofFile(database, migrate.getMigration().getScript(), line + reason + lock, failure);
    }

    /** Of an invalid index that could not be rebuilt or taken away. */
    static ClmSchemaException ofRepair(
            ClmDatabase database, DatabaseLogin login, SQLException failure, Optional<String> waited) {
        String wait = waited.filter(any -> isLockTimeout(failure))
                .map(MigrationFailure::snapshot)
                .map("; "::concat)
                .orElse("");
        return ClmSchemaException.of(database, "as " + login + ": " + failure.getMessage() + wait, failure);
    }

    private static String snapshot(String waited) {
        return "it " + waited
                + ". Nobody waited for it. Once that has ended, or with a longer CLM_MIGRATE_SNAPSHOT_WAIT,"
                + " run migrate again: it takes away what is left and builds anew";
    }

    /** The library's advice names settings of its own, which nobody can reach here. */
    private static String withoutRemedies(String message) {
        String said = Arrays.stream(message.split("(?<=[.!]) +"))
                .filter(sentence -> !REMEDY.matcher(sentence).find())
                .collect(Collectors.joining(" "));
        return said.isEmpty() ? "the history of migrations cannot be used" : said;
    }

    private static boolean isLockTimeout(Exception failure) {
        return SqlState.of(failure).filter(SqlState.LOCK_NOT_AVAILABLE::equals).isPresent();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return Optional.of(type.cast(t));
            }
        }
        return Optional.empty();
    }

    private static String firstLine(String message) {
        return message == null
                ? "no message"
                : message.strip().lines().findFirst().orElse("no message");
    }
}
