package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("S1")
class CertificateStatusIT {

    @ParameterizedTest
    @CsvSource({"SECURE, certificates", "CORE, certificate_metadata"})
    void bothDatabasesTakeTheSameStatuses(ClmDatabase database, String table) throws SQLException {
        try (Session session = SchemaServer.migrated(database)) {
            assertThat(session.lines("SELECT (regexp_matches(pg_get_constraintdef(oid), '''(\\w+)''', 'g'))[1]"
                            + " FROM pg_constraint WHERE conname = 'ck_" + table + "_status'"))
                    .containsExactlyInAnyOrder(CertificateStatus.codes(any -> true));
        }
    }

    @Test
    @Tag("R1")
    @Tag("I5")
    void aStatusFollowsAnotherAsTheCodeSays() throws SQLException {
        TenantRows own = TenantRows.of(ClmDatabase.SECURE);
        String update = "UPDATE certificates SET status = '%s' WHERE id = '" + own.id("certificate") + "'";
        try (Session session = SchemaServer.migrated(ClmDatabase.SECURE)) {
            own.insert(session);
            for (CertificateStatus from : CertificateStatus.values()) {
                session.execute("SET LOCAL session_replication_role = replica");
                session.execute(update.formatted(from.code()));
                session.execute("SET LOCAL session_replication_role = origin");
                for (CertificateStatus to : CertificateStatus.values()) {
                    assertThat(session.sqlStateOf(update.formatted(to.code())))
                            .as(from + " to " + to)
                            .isEqualTo(from == to || from.mayBecome(to) ? "00000" : "55000");
                }
            }
        }
    }
}
