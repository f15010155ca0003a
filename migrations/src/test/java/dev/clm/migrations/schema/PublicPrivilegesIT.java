package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** PUBLIC, and with it a role nobody has thought of yet, can do nothing at all. */
@Tag("M9")
class PublicPrivilegesIT {

    static Stream<Arguments> stranger() {
        return Stream.of(ClmDatabase.values())
                .flatMap(database -> Stream.of(
                                "SELECT 1 WHERE has_database_privilege('clm_stranger', current_database(), 'CONNECT')",
                                "SELECT 1 WHERE has_database_privilege('clm_stranger', current_database(), 'TEMP')",
                                "SELECT 1 WHERE has_database_privilege('clm_stranger', current_database(), 'CREATE')",
                                "SELECT 1 WHERE has_schema_privilege('clm_stranger', 'public', 'CREATE')",
                                "SELECT 1 WHERE has_schema_privilege('clm_stranger', 'public', 'USAGE')",
                                "SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
                                        + " AND has_function_privilege('clm_stranger', oid, 'EXECUTE')",
                                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                                        + " AND relkind IN ('r', 'v') AND has_table_privilege('clm_stranger', oid,"
                                        + " 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')")
                        .map(query -> Arguments.of(database, query)));
    }

    @ParameterizedTest
    @MethodSource("stranger")
    void aStrangerMayNothing(ClmDatabase database, String allowed) throws SQLException {
        try (Session session = SchemaServer.migrated(database)) {
            session.execute("CREATE ROLE clm_stranger");
            assertThat(session.lines(allowed)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void functionsAddedLaterAreNotForPublicEither(ClmDatabase database) throws SQLException {
        try (Session session = SchemaServer.migrated(database)) {
            session.as(database.owner());
            session.execute("CREATE FUNCTION added_later() RETURNS int LANGUAGE sql AS 'SELECT 1'");
            assertThat(session.value(
                            "SELECT has_function_privilege('" + database.user() + "', 'added_later()', 'EXECUTE')"))
                    .isEqualTo("f");
        }
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void applicationRolesCreateNothing(ClmDatabase database) throws SQLException {
        try (Session session = SchemaServer.migrated(database)) {
            for (String role : new String[] {database.user(), database.service()}) {
                session.as(role);
                assertThat(session.sqlStateOf("CREATE TABLE made_up (id int)")).isEqualTo("42501");
                assertThat(session.sqlStateOf("CREATE TEMP TABLE made_up (id int)"))
                        .isEqualTo("42501");
                session.as("NONE");
            }
        }
    }
}
