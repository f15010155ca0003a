package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The baseline, compared line by line with the published tables. */
@Tag("S1")
class BaselineIT {
    private static final String COLUMNS = """
            SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
                || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
            FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'""";

    private static final String CONSTRAINTS = """
            SELECT c.conrelid::regclass || CASE c.contype
                    WHEN 'p' THEN ' primary key' WHEN 'u' THEN ' unique' WHEN 'f' THEN ' foreign key' ELSE ' check' END
                || CASE WHEN c.contype = 'c' AND cardinality(v.listed) > 0
                        THEN ' ' || k.columns || ': ' || array_to_string(v.listed, ', ')
                    WHEN c.contype = 'c' THEN ' ' || pg_get_expr(c.conbin, c.conrelid)
                    ELSE ' (' || k.columns || ')' END
                || CASE WHEN c.contype = 'f' THEN ' ' || c.confrelid::regclass || CASE c.confdeltype
                    WHEN 'c' THEN ' cascade' WHEN 'r' THEN ' restrict' ELSE ' unspecified' END ELSE '' END
            FROM pg_constraint c
            CROSS JOIN LATERAL (
                SELECT string_agg(a.attname, ', ' ORDER BY x.position) AS columns
                FROM unnest(c.conkey) WITH ORDINALITY x (number, position)
                JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = x.number) k
            CROSS JOIN LATERAL (SELECT ARRAY(
                SELECT m[1] FROM regexp_matches(pg_get_constraintdef(c.oid), '''([A-Za-z0-9_]+)''', 'g') m
                ORDER BY 1) AS listed) v
            WHERE c.connamespace = 'public'::regnamespace AND c.contype IN ('p', 'u', 'f', 'c')""";

    private static final String INDEXES = """
            SELECT i.indrelid::regclass || ' ' || substring(pg_get_indexdef(i.indexrelid) from 'USING (.*)$')
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indrelid
            WHERE c.relnamespace = 'public'::regnamespace
                AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))
            """;

    @ParameterizedTest
    @CsvSource({"SECURE, 7", "CORE, 14"})
    void tablesAreTwentyOneInAll(ClmDatabase database, String count) throws SQLException {
        try (Session session = SchemaServer.baseline(database)) {
            assertThat(session.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                    .isEqualTo(count);
        }
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void columnsHaveTheirTypeNullabilityAndDefault(ClmDatabase database) throws SQLException {
        assertSame(database, "columns", COLUMNS);
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void keysChecksAndDeleteRulesAreThere(ClmDatabase database) throws SQLException {
        assertSame(database, "constraints", CONSTRAINTS);
    }

    @Tag("S2")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void indexesAreThere(ClmDatabase database) throws SQLException {
        assertSame(database, "indexes", INDEXES);
    }

    @Tag("M7")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void theBaselineCanBeAppliedTwice(ClmDatabase database) throws SQLException {
        try (Session session = SchemaServer.baseline(database)) {
            session.as(database.owner()).execute(SchemaResource.baseline(database));
            assertThat(session.lines(COLUMNS))
                    .containsExactlyInAnyOrderElementsOf(SchemaResource.expected(database, "columns"));
        }
    }

    private static void assertSame(ClmDatabase database, String what, String query) throws SQLException {
        try (Session session = SchemaServer.baseline(database)) {
            assertThat(session.lines(query))
                    .containsExactlyInAnyOrderElementsOf(SchemaResource.expected(database, what));
        }
    }
}
