package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules that every later migration has to keep too; each query lists what breaks one. */
class SchemaRulesIT {
    /** Whose form others prescribe: Flyway's history and db-scheduler's queue. */
    private static final String FOREIGN_TABLES = "('schema_migrations', 'scheduled_tasks')";

    @Tag("S1")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void everyPrimaryKeyIsAnIdWithOneDefault(ClmDatabase database) throws SQLException {
        assertNone(database, """
                SELECT t.relname FROM pg_class t
                WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND t.relname NOT IN %s
                    AND NOT EXISTS (
                        SELECT FROM pg_constraint k
                        JOIN pg_attribute a ON a.attrelid = t.oid AND k.conkey = ARRAY[a.attnum]
                        JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
                        WHERE k.conrelid = t.oid AND k.contype = 'p' AND a.attname = 'id'
                            AND a.atttypid = 'uuid'::regtype
                            AND pg_get_expr(d.adbin, d.adrelid) = 'gen_random_uuid()')""".formatted(FOREIGN_TABLES));
    }

    @Tag("S1")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void everyForeignKeyNamesItsDeleteRule(ClmDatabase database) throws SQLException {
        assertNone(database, """
                SELECT conname FROM pg_constraint
                WHERE contype = 'f' AND (confdeltype NOT IN ('r', 'c') OR NOT convalidated)""");
    }

    @Tag("S1")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void everyForeignKeyHasAnIndexOfAllItsRows(ClmDatabase database) throws SQLException {
        assertNone(database, """
                SELECT k.conname FROM pg_constraint k
                JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
                WHERE k.contype = 'f' AND NOT EXISTS (
                    SELECT FROM pg_index i
                    WHERE i.indrelid = k.conrelid AND i.indisvalid AND i.indkey[0] = k.conkey[1]
                        AND (i.indpred IS NULL
                            OR pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', a.attname)))""");
    }

    @Tag("S1")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void timesHaveAZoneAndJsonIsBinary(ClmDatabase database) throws SQLException {
        assertNone(database, """
                SELECT table_name, column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name NOT IN %s
                    AND data_type IN ('timestamp without time zone', 'json', 'character')""".formatted(FOREIGN_TABLES));
    }

    @Tag("S1")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void columnsWithADefaultAreNeverNull(ClmDatabase database) throws SQLException {
        assertNone(database, """
                SELECT table_name, column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name NOT IN %s
                    AND column_default IS NOT NULL AND is_nullable = 'YES'""".formatted(FOREIGN_TABLES));
    }

    @Tag("S2")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void noIndexIsInvalidOrThereTwice(ClmDatabase database) throws SQLException {
        assertNone(database, """
                SELECT min(i.indexrelid::regclass::text) FROM pg_index i
                JOIN pg_class c ON c.oid = i.indrelid
                WHERE c.relnamespace = 'public'::regnamespace
                GROUP BY i.indrelid, i.indkey::text, i.indclass::text, i.indoption::text, i.indnkeyatts,
                    pg_get_expr(i.indexprs, i.indrelid), pg_get_expr(i.indpred, i.indrelid)
                HAVING count(*) > 1 OR NOT bool_and(i.indisvalid)""");
    }

    /** Relays read the two queues across tenants. */
    @Tag("S2")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void everyTenantTableHasAnIndexThatStartsWithTheTenant(ClmDatabase database) throws SQLException {
        assertNone(database, """
                SELECT a.attrelid::regclass FROM pg_attribute a
                JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
                WHERE a.attname = 'organization_id' AND c.relname NOT IN ('outbox', 'applied_events')
                    AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indkey[0] = a.attnum)""");
    }

    @Tag("S1")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void everyTriggerIsNamedTrg(ClmDatabase database) throws SQLException {
        assertNone(database, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname NOT LIKE 'trg\\_%'");
    }

    @Tag("S1")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void everyTableWithUpdatedAtHasTheTriggerThatKeepsIt(ClmDatabase database) throws SQLException {
        assertNone(database, """
                SELECT a.attrelid::regclass FROM pg_attribute a
                JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
                WHERE a.attname = 'updated_at' AND NOT EXISTS (
                    SELECT FROM pg_trigger t
                    WHERE t.tgrelid = c.oid AND t.tgname = 'trg_' || c.relname || '_updated_at')""");
    }

    @Tag("S3")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void functionsOfTheOwnerHaveAFixedSearchPath(ClmDatabase database) throws SQLException {
        assertNone(database, """
                SELECT oid::regprocedure FROM pg_proc
                WHERE prosecdef AND NOT EXISTS (SELECT FROM unnest(proconfig) s WHERE s LIKE 'search_path=pg_catalog%')
                """);
    }

    /** A uuid is the row's own id, a foreign key, or says in its comment what it refers to. */
    @Tag("X2")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void everyReferenceAcrossTheGapIsCommented(ClmDatabase database) throws SQLException {
        String other = database == ClmDatabase.SECURE ? "clm_core_db" : "clm_secure_db";
        assertNone(database, """
                SELECT c.relname, a.attname FROM pg_attribute a
                JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
                WHERE a.atttypid = 'uuid'::regtype AND a.attname <> 'id' AND NOT EXISTS (
                        SELECT FROM pg_constraint k
                        WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey))
                    AND coalesce(col_description(c.oid, a.attnum), '') !~
                        '^(cross-database reference: %s\\.[a-z_]+$|no reference: )'""".formatted(other));
    }

    @Tag("M8")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void bothExtensionsAreThere(ClmDatabase database) throws SQLException {
        try (Session session = SchemaServer.migrated(database)) {
            assertThat(session.lines("SELECT extname FROM pg_extension")).contains("uuid-ossp", "pgcrypto");
        }
    }

    private static void assertNone(ClmDatabase database, String offenders) throws SQLException {
        try (Session session = SchemaServer.migrated(database)) {
            assertThat(session.lines(offenders)).isEmpty();
        }
    }
}
