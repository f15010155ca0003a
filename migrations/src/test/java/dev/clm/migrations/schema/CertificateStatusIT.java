package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
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
}
