package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a provider or an administrator put into the schema public before us: no matter, unless it has a name that we need. */
final class ForeignObjects {
    /** Of an extension's objects none is foreign: bootstrap chose them. */
    private static final String FIND = """
            SELECT what, name FROM (
              SELECT 'pg_class'::regclass AS catalog, oid, 'relation' AS what, relname AS name FROM pg_class
                WHERE relnamespace = 'public'::regnamespace
              UNION ALL
              SELECT 'pg_proc'::regclass, oid, 'function', proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
              UNION ALL
              SELECT 'pg_type'::regclass, oid, 'type', typname FROM pg_type
                WHERE typnamespace = 'public'::regnamespace AND typtype IN ('d', 'e', 'r')) AS o
            WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.catalog AND d.objid = o.oid AND d.deptype = 'e')
            ORDER BY what DESC, name""";

    private static final Pattern CREATED = Pattern.compile(
            "CREATE\\s+(?:OR\\s+REPLACE\\s+|UNIQUE\\s+|MATERIALIZED\\s+)*"
                    + "(?:(TABLE|VIEW|SEQUENCE|INDEX)|(FUNCTION|PROCEDURE)|TYPE|DOMAIN)\\s+(?:CONCURRENTLY\\s+)?"
                    + "(?:IF\\s+NOT\\s+EXISTS\\s+)?(?:public\\.)?(\\w+)",
            Pattern.CASE_INSENSITIVE);
    private static final String ROUTINE = "function";

    private ForeignObjects() {}

    /** Whether there are any; refuses those that stand in the way. Meant for a database without a history, in a snapshot of its own. */
    static boolean areThere(ClmDatabase database, Connection connection, MigrationFolder folder) throws SQLException {
        Set<String> ours = folder.migrations().stream()
                .flatMap(migration -> CREATED.matcher(migration.sql()).results())
                .map(created -> (created.group(2) != null) + created.group(3))
                .collect(Collectors.toSet());
        boolean any = false;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(FIND)) {
            while (rows.next()) {
                any = true;
                String name = rows.getString(2);
                boolean routine = ROUTINE.equals(rows.getString(1));
                if (ours.contains(routine + name) || !routine && SchemaHistory.TABLE.equals(name)) {
                    throw ClmSchemaException.of(
                            database,
                            "the schema public holds a " + rows.getString(1) + " " + name
                                    + " that no migration here made, and a"
                                    + " migration makes one of that name: drop or rename it, or take a database of its own");
                }
            }
        }
        return any;
    }
}
