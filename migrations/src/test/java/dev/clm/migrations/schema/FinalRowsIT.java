package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was issued never changes, and what is final stays so, whoever writes. */
class FinalRowsIT {
    private static final String DONE = "00000";
    private static final String NOT_GRANTED = "42501";
    private static final String REFUSED = "55000";

    /** A different value for each column that a trigger keeps; nobody can set a generated sequence. */
    private static final String CHANGES = """
            SELECT c.relname || ' SET ' || a.attname || ' = ' || CASE a.atttypid::regtype::text
                WHEN 'uuid' THEN 'gen_random_uuid()' WHEN 'boolean' THEN 'NOT ' || a.attname
                WHEN 'bytea' THEN '''\\xff''' WHEN 'jsonb' THEN '''[1]''' WHEN 'text[]' THEN 'ARRAY[''changed'']'
                WHEN 'timestamp with time zone' THEN '''1999-12-31''' WHEN 'integer' THEN '12345'
                ELSE '''changed''' END
            FROM pg_trigger t
            JOIN pg_class c ON c.oid = t.tgrelid
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (t.tgattr::int2[]) AND a.attidentity = ''
            WHERE t.tgfoid = 'refuse_change'::regproc
                AND t.tgname ~ '_(issued|made|asked|kept|of_one_list|told|answered)$'
            ORDER BY 1""";

    private final TenantRows own = TenantRows.of(ClmDatabase.SECURE);
    private Session session;

    @BeforeEach
    void open() throws SQLException {
        session = SchemaServer.migrated(ClmDatabase.SECURE);
        own.insert(session);
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
    }

    @Test
    @Tag("I6")
    void whatWasIssuedIsKeptWhoeverWrites() throws SQLException {
        List<String> changes = session.lines(CHANGES);
        assertThat(changes)
                .hasSizeGreaterThan(90)
                .anyMatch(change -> change.startsWith("certificates SET der_encoded_cert"));
        for (String change : changes) {
            String update = "UPDATE " + change + ofTenant();
            session.as("NONE");
            assertThat(session.sqlStateOf(update)).as("superuser: %s", update).isEqualTo(REFUSED);
            for (String login : List.of("clm_secure_user", "clm_secure_service")) {
                session.as("NONE").as(login).tenant(own.organization());
                assertThat(session.sqlStateOf(update))
                        .as("%s: %s", login, update)
                        .isEqualTo(NOT_GRANTED);
            }
        }
    }

    @Test
    @Tag("I6")
    void whatCoreToldAndAnsweredIsKept() throws SQLException {
        try (Session core = SchemaServer.migrated(ClmDatabase.CORE)) {
            TenantRows rows = TenantRows.of(ClmDatabase.CORE);
            rows.insert(core);
            List<String> changes = core.lines(CHANGES);
            assertThat(changes).hasSizeGreaterThan(12);
            for (String change : changes) {
                String update = "UPDATE " + change + " WHERE organization_id = '" + rows.organization() + "'";
                assertThat(core.sqlStateOf(update)).as(update).isEqualTo(REFUSED);
            }
        }
    }

    /** A new column is either kept or granted. */
    @ParameterizedTest
    @Tag("I6")
    @CsvSource({
        "certificates, encryption_algorithm integrity_digest is_encrypted updated_at",
        "private_keys, access_policy encryption_algorithm is_exportable previous_key_ids updated_at"
    })
    void noColumnIsForgotten(String table, String neither) throws SQLException {
        assertThat(session.value("""
                SELECT string_agg(a.attname::text, ' ' ORDER BY a.attname::text) FROM pg_attribute a
                WHERE a.attrelid = '%1$s'::regclass AND a.attnum > 0 AND NOT a.attisdropped
                    AND NOT has_column_privilege('clm_secure_service', a.attrelid, a.attnum, 'UPDATE')
                    AND NOT EXISTS (SELECT FROM pg_trigger t
                        WHERE t.tgname = 'trg_%1$s_issued' AND a.attnum = ANY (t.tgattr::int2[]))""".formatted(table))).isEqualTo(neither);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "certificates SET serial_number = '0b'",
                "certificates SET der_encoded_cert = ''",
                "certificates SET not_after = now() + interval '9 years'",
                "private_keys SET is_exportable = true",
                "private_keys SET certificate_id = gen_random_uuid()",
                "certificate_revocations SET crl_entry_added = true",
                "certificate_revocations SET is_current = false",
                "certificate_revocations SET revocation_reason = 'unspecified'",
                "crl_publications SET covered_change = 1000",
                "encryption_keys SET encrypted_key_material = ''",
                "outbox SET state = 'done'",
                "idempotency_keys SET response_body = '{}'",
                "certificate_requests SET status = 'approved'",
                "key_rotation_history SET new_key_id = old_key_id"
            })
    void aTenantsLoginMayNot(String change) throws SQLException {
        session.as("clm_secure_user").tenant(own.organization());
        assertThat(session.sqlStateOf("UPDATE " + change)).isEqualTo(NOT_GRANTED);
    }

    @ParameterizedTest
    @Tag("R1")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "status = 'active', 55000",
                "status = 'suspended', 55000",
                "revoked_at = NULL, 55000",
                "revoked_at = now() - interval '1 year', 55000",
                "revocation_reason = 'unspecified', 55000",
                "revocation_reason = NULL, 55000",
                "revocation_reason = 'key_compromise', 00000"
            })
    void aRevocationIsFinal(String change, String state) throws SQLException {
        revoke("superseded");
        for (String login : List.of("clm_secure_user", "clm_secure_service")) {
            session.as("NONE").as(login).tenant(own.organization());
            assertThat(session.sqlStateOf(update("certificates", change)))
                    .as(login)
                    .isEqualTo(state);
        }
    }

    @Test
    @Tag("R1")
    void aHoldCanBeLiftedOrMadeFinal() throws SQLException {
        session.as("clm_secure_user").tenant(own.organization());
        session.execute(update(
                "certificates", "status = 'suspended', revoked_at = now(), revocation_reason = 'certificate_hold'"));
        session.execute(insertRevocation("certificate_hold"));
        assertThat(session.sqlStateOf(update("certificates", "status = 'revoked', revocation_reason = 'superseded'")))
                .isEqualTo(DONE);
        session.execute(update("certificates", "status = 'active', revoked_at = NULL, revocation_reason = NULL"));

        session.execute(insertRevocation("remove_from_crl"));

        assertThat(session.lines("SELECT revocation_reason FROM certificate_revocations WHERE is_current"))
                .containsExactly("remove_from_crl");
        assertThat(session.value("SELECT current_setting('clm.organization_id')"))
                .isEqualTo(own.organization().toString());
    }

    @ParameterizedTest
    @Tag("R1")
    @CsvSource({
        "remove_from_crl, 55000",
        "certificate_hold, 55000",
        "unspecified, 55000",
        "key_compromise, 00000",
        "superseded, 00000"
    })
    void noOtherRowTakesARevocationBack(String reason, String state) throws SQLException {
        revoke("superseded");
        session.as("clm_secure_user").tenant(own.organization());
        assertThat(session.sqlStateOf(insertRevocation(reason))).isEqualTo(state);
    }

    @Test
    @Tag("R2")
    void whatWasListedStaysListedUnderItsNumber() throws SQLException {
        session.as("clm_secure_service");
        assertThat(session.sqlStateOf(update("certificate_revocations", "crl_entry_added = true")))
                .isEqualTo(REFUSED);
        session.execute(update("certificate_revocations", "crl_entry_added = true, crl_sequence_number = 1"));
        assertThat(session.sqlStateOf(update("certificate_revocations", "crl_sequence_number = 2")))
                .isEqualTo(REFUSED);
        assertThat(session.sqlStateOf(update("certificate_revocations", "crl_entry_added = false")))
                .isEqualTo(REFUSED);
    }

    @Test
    @Tag("K5")
    void aKeyDoesNotBecomeExportable() throws SQLException {
        assertThat(session.sqlStateOf(update("private_keys", "is_exportable = true")))
                .isEqualTo(REFUSED);
        assertThat(session.sqlStateOf(update("private_keys", "is_exportable = false")))
                .isEqualTo(DONE);
    }

    @ParameterizedTest
    @Tag("K6")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "encryption_keys, usage_count = usage_count + 1, usage_count = usage_count - 1",
                "certificate_authorities, last_crl_number = last_crl_number + 1, last_crl_number = last_crl_number - 1",
                "crl_publications, crl_number = crl_number + 1, crl_number = crl_number - 1",
                "crl_publications, change_number = change_number + 1, change_number = change_number - 1",
                "key_rotation_history, rotation_status = 'completed', rotation_status = 'in_progress'",
                "key_rotation_history, rotation_status = 'rolled_back', items_re_encrypted = 7",
                "key_rotations, record = '\\x01', record = '\\x02'",
                "key_destructions, state = 'cancelled', ended_at = now()"
            })
    void whatIsFinalLeadsNowhereBack(String table, String change, String back) throws SQLException {
        session.execute(update(table, change));
        assertThat(session.sqlStateOf(update(table, back))).isEqualTo(REFUSED);
    }

    private void revoke(String reason) throws SQLException {
        session.execute(
                update("certificates", "status = 'revoked', revoked_at = now(), revocation_reason = '" + reason + "'"));
    }

    private String update(String table, String change) {
        return "UPDATE " + table + " SET " + change + ofTenant();
    }

    private String ofTenant() {
        return " WHERE organization_id = '" + own.organization() + "'";
    }

    private String insertRevocation(String reason) {
        return """
                INSERT INTO certificate_revocations (certificate_id, revocation_reason, revoked_by_user_id, organization_id)
                VALUES ('%s', '%s', '%s', '%s')""".formatted(own.id("certificate"), reason, TenantRows.SYSTEM_USER, own.organization());
    }
}
