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

@Tag("S5")
class AppendOnlyAuditLogIT {
    private static final String REFUSED = "42501";

    static Stream<Arguments> changes() {
        return Stream.of(ClmDatabase.values())
                .flatMap(database -> Stream.of(
                                "UPDATE %s SET action = 'other'",
                                "DELETE FROM %s", "TRUNCATE %s", "TRUNCATE %s CASCADE")
                        .map(change -> Arguments.of(database, change.formatted(auditLog(database)))));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void anEmptyLogRefusesASuperuserToo(ClmDatabase database, String change) throws SQLException {
        try (Session session = SchemaServer.baseline(database)) {
            assertThat(session.value("SELECT count(*) FROM " + auditLog(database)))
                    .isEqualTo("0");
            assertThat(session.sqlStateOf(change)).isEqualTo(REFUSED);
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aLogWithEntriesRefusesASuperuserToo(ClmDatabase database, String change) throws SQLException {
        try (Session session = SchemaServer.migrated(database)) {
            TenantRows.of(database).insert(session);
            assertThat(session.sqlStateOf(change)).isEqualTo(REFUSED);
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void replicationRoleDoesNotSwitchTheTriggerOff(ClmDatabase database, String change) throws SQLException {
        try (Session session = SchemaServer.migrated(database)) {
            session.execute("SET LOCAL session_replication_role = replica");
            assertThat(session.sqlStateOf(change)).isEqualTo(REFUSED);
        }
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void maintenanceCannotDeleteWhatIsNotArchived(ClmDatabase database) throws SQLException {
        try (Session session = SchemaServer.migrated(database)) {
            TenantRows.of(database).insert(session);
            session.as("clm_maintenance");
            assertThat(session.lines("SELECT id FROM " + auditLog(database))).isNotEmpty();
            assertThat(session.sqlStateOf("DELETE FROM " + auditLog(database))).isEqualTo(REFUSED);
        }
    }

    private static String auditLog(ClmDatabase database) {
        return database == ClmDatabase.SECURE ? "secure_audit_log" : "audit_log";
    }
}
