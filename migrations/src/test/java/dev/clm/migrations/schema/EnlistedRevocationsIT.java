package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the triggers number, list and keep of revocations, whoever writes them, and in whatever statement. */
@Tag("R2")
class EnlistedRevocationsIT {
    private static final String COLUMNS =
            "INSERT INTO certificate_revocations (certificate_id, revocation_reason, revoked_by_user_id, organization_id) ";

    private final TenantRows own = TenantRows.of(ClmDatabase.SECURE);
    private Session session;

    @BeforeEach
    void open() throws SQLException {
        session = SchemaServer.migrated(ClmDatabase.SECURE);
        insert(own, 3);
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
    }

    @Test
    void revocationsOfOneStatementShareANumberAndAreCounted() throws SQLException {
        session.as("clm_secure_user").tenant(own.organization());
        session.execute(COLUMNS + issued(own, "superseded"));

        assertThat(numbers(own)).containsExactly("1", "1", "1");
        assertThat(counted(own)).isEqualTo("3");
        session.execute(COLUMNS + issued(own, "superseded") + " LIMIT 1");
        assertThat(session.value("SELECT max(change_number) FROM certificate_revocations" + of(own)))
                .isEqualTo("4");
        assertThat(counted(own)).isEqualTo("4");
    }

    @Test
    void eachListOfAStatementCountsItsOwn() throws SQLException {
        TenantRows other = TenantRows.of(ClmDatabase.SECURE);
        insert(other, 2);
        session.as("clm_secure_service");

        session.execute(COLUMNS + issued(own, "superseded") + " UNION ALL " + issued(other, "superseded"));

        session.as("NONE");
        assertThat(counted(own)).isEqualTo("3");
        assertThat(counted(other)).isEqualTo("2");
        assertThat(session.value("SELECT current_setting('clm.organization_id')"))
                .isEmpty();
    }

    @Test
    void whatASavepointTakesBackIsNotCounted() throws SQLException {
        session.execute(COLUMNS + issued(own, "superseded") + " LIMIT 1");
        session.execute("SAVEPOINT before_the_others");
        session.execute(COLUMNS + issued(own, "superseded"));
        assertThat(counted(own)).isEqualTo("4");
        session.execute("ROLLBACK TO SAVEPOINT before_the_others");

        session.execute(COLUMNS + issued(own, "superseded"));

        assertThat(counted(own)).isEqualTo("4");
        assertThat(numbers(own)).containsExactly("1", "2", "2", "2");
    }

    @Test
    void aListThatHasNoRowYetGetsOne() throws SQLException {
        session.execute("DELETE FROM crl_publications" + of(own) + " AND shard = 0");
        session.execute(COLUMNS + issued(own, "superseded"));
        assertThat(counted(own)).isEqualTo("3");
    }

    @Test
    void revocationsWithinASavepointShareANumberToo() throws SQLException {
        session.execute("SAVEPOINT inner_one");
        session.execute(COLUMNS + issued(own, "superseded"));
        assertThat(numbers(own)).containsExactly("1", "1", "1");
        assertThat(counted(own)).isEqualTo("3");
    }

    /** A number above that of the list leaves a shard due for ever, and a revocation unmarked. */
    @Test
    void noRaisedReasonHasALaterNumberThanItsLists() throws SQLException {
        session.execute(COLUMNS + issued(own, "superseded"));

        session.execute("UPDATE certificate_revocations SET revocation_reason = 'key_compromise'" + of(own)
                + " AND issuer_authority_id IS NOT NULL");

        assertThat(numbers(own)).containsExactly("4", "5", "6");
        assertThat(counted(own)).isEqualTo("6");
        assertThat(session.value("SELECT change_number FROM crl_publications" + of(own) + " AND shard = 2"))
                .isEqualTo("6");
    }

    @Test
    void aStatementWithinAStatementLeavesNoNumberUncounted() throws SQLException {
        session.execute("CREATE FUNCTION pg_temp.revoke_all() RETURNS text LANGUAGE plpgsql AS $$ BEGIN " + COLUMNS
                + issued(own, "superseded") + "; RETURN 'superseded'; END $$");

        session.execute(COLUMNS
                + issued(own, "superseded")
                        .replace(
                                "'superseded'",
                                "CASE WHEN c.serial_number = '02'" + " THEN pg_temp.revoke_all() ELSE 'superseded' END")
                + " ORDER BY c.serial_number");

        assertThat(numbers(own)).hasSize(6).last().isEqualTo("4");
        assertThat(counted(own)).isEqualTo("4");
    }

    @Test
    @Tag("R1")
    void aRowThatIsNotWrittenTakesNothingOffTheList() throws SQLException {
        session.execute(COLUMNS + issued(own, "superseded"));
        session.as("clm_secure_user").tenant(own.organization());

        session.execute(COLUMNS.replace("(", "(id, ")
                + issued(own, "superseded").replace("SELECT ", "SELECT '" + own.id("revocation") + "'::uuid, ")
                + " ON CONFLICT DO NOTHING");

        assertThat(current()).isEqualTo("3");
    }

    @Test
    void theLastRowOfACertificateCounts() throws SQLException {
        session.execute(COLUMNS + issued(own, "certificate_hold"));
        session.execute(COLUMNS + issued(own, "superseded") + " UNION ALL " + issued(own, "superseded"));
        assertThat(current()).isEqualTo("3");
        assertThat(session.lines("SELECT DISTINCT revocation_reason FROM certificate_revocations" + of(own)
                        + " AND is_current AND issuer_authority_id IS NOT NULL"))
                .containsExactly("superseded");
    }

    @Test
    @Tag("R1")
    void theDateOfWhatIsRevokedForGoodStays() throws SQLException {
        session.execute("UPDATE certificates SET status = 'revoked', revocation_reason = 'superseded',"
                + " revoked_at = '2026-01-02T03:04:05Z'" + of(own));
        session.as("clm_secure_user").tenant(own.organization());

        session.execute("INSERT INTO certificate_revocations (revocation_date, certificate_id, revocation_reason,"
                + " revoked_by_user_id, organization_id) "
                + issued(own, "key_compromise").replace("SELECT ", "SELECT timestamptz '2099-01-01', "));

        assertThat(session.lines("SELECT DISTINCT extract(year FROM revocation_date) FROM certificate_revocations"
                        + of(own) + " AND issuer_authority_id IS NOT NULL"))
                .containsExactly("2026");
    }

    @ParameterizedTest
    @CsvSource({
        "revocation_date, infinity, 23514",
        "revocation_date, 10000-01-01, 23514",
        "invalidity_date, -infinity, 23514",
        "invalidity_date, 1950-01-01, 23514",
        "invalidity_date, 2026-01-02, 00000"
    })
    void aDateThatNoListCanSayIsRefused(String column, String date, String state) throws SQLException {
        assertThat(session.sqlStateOf("INSERT INTO certificate_revocations (" + column + ", certificate_id,"
                        + " revocation_reason, revoked_by_user_id, organization_id) "
                        + issued(own, "superseded").replace("SELECT ", "SELECT timestamptz '" + date + "', ")))
                .isEqualTo(state);
    }

    /** One that no list can say would keep all the others of the authority from being listed. */
    @ParameterizedTest
    @CsvSource({"xyz, 23514", "0x0a, 23514", "a, 23514", "0A, 23514", "'', 23514", "00, 23514", "00ff, 00000"})
    void aSerialNumberThatNoListCanSayIsRefused(String serialNumber, String state) throws SQLException {
        session.execute("INSERT INTO certificate_revocations (certificate_id, revocation_reason, revoked_by_user_id,"
                + " organization_id) " + issued(own, "superseded") + " LIMIT 1");
        String unseen = "SET LOCAL session_replication_role = replica; UPDATE %s SET serial_number = '" + serialNumber
                + "'" + of(own) + " AND issuer_authority_id IS %s";
        String one = " AND id IN (SELECT id FROM %s" + of(own) + " AND issuer_authority_id IS NOT NULL LIMIT 1)";
        for (String table : List.of("certificate_revocations", "certificates")) {
            assertThat(session.sqlStateOf(unseen.formatted(table, "NOT NULL") + one.formatted(table)))
                    .as(table)
                    .isEqualTo(state);
            assertThat(session.sqlStateOf(unseen.formatted(table, "NULL")))
                    .as("of no list: " + table)
                    .isEqualTo("00000");
        }
    }

    private void insert(TenantRows rows, int issued) throws SQLException {
        rows.insert(session);
        session.execute("INSERT INTO crl_publications (organization_id, authority_id, shard) VALUES ('"
                + rows.organization() + "', '" + rows.id("authority") + "', 0)");
        for (int i = 1; i <= issued; i++) {
            session.execute("""
                    INSERT INTO certificates (id, certificate_id, common_name, certificate_type, pem_encoded_cert,
                        der_encoded_cert, serial_number, thumbprint_sha256, issuer_dn, subject_dn, key_algorithm,
                        signature_algorithm, not_before, not_after, owner_user_id, created_by_user_id, organization_id,
                        issuer_authority_id, crl_shard)
                    SELECT gen_random_uuid(), certificate_id || ' %1$d', common_name, certificate_type, pem_encoded_cert,
                        der_encoded_cert, '0%1$d', repeat('%2$d', 64), issuer_dn, subject_dn, key_algorithm,
                        signature_algorithm, not_before, not_after, owner_user_id, created_by_user_id, organization_id,
                        '%3$s', 2
                    FROM certificates WHERE id = '%4$s'""".formatted(i, i + 1, rows.id("authority"), rows.id("certificate")));
        }
    }

    private static String issued(TenantRows rows, String reason) {
        return "SELECT c.id, '%s', '%s'::uuid, c.organization_id FROM certificates c WHERE c.issuer_authority_id = '%s'"
                .formatted(reason, TenantRows.SYSTEM_USER, rows.id("authority"));
    }

    private List<String> numbers(TenantRows rows) throws SQLException {
        return session.lines("SELECT change_number FROM certificate_revocations" + of(rows)
                + " AND issuer_authority_id IS NOT NULL ORDER BY change_number");
    }

    private String counted(TenantRows rows) throws SQLException {
        return session.value("SELECT change_number FROM crl_publications" + of(rows) + " AND shard = 0");
    }

    private String current() throws SQLException {
        return session.value("SELECT count(*) FROM certificate_revocations" + of(own)
                + " AND is_current AND issuer_authority_id IS NOT NULL");
    }

    private static String of(TenantRows rows) {
        UUID organization = rows.organization();
        return " WHERE organization_id = '" + organization + "'";
    }
}
