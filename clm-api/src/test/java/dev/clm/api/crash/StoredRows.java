package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.migrations.migrate.DatabaseLogin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What both databases hold, read as the superuser, whom row-level security hides nothing from. */
final class StoredRows {
    /** Longer than a relay's lease, which a crash can leave behind. */
    private static final Duration CAUGHT_UP = Duration.ofSeconds(60);

    private static final String REPEATED = "common_name, certificate_type, status, not_before, not_after, deleted_at,"
            + " owner_user_id, organization_id, serial_number, subject_dn, key_algorithm";
    private static final String LEAVES = " from certificates where certificate_type = 'server'";
    private static final String ANSWER = "'/api/v1/certificates/' || c.id = i.response_location";

    private final DatabaseLogin secure;
    private final DatabaseLogin core;

    StoredRows(DatabaseLogin secure, DatabaseLogin core) {
        this.secure = secure;
        this.core = core;
    }

    /** Each request has its one certificate, found under the stored answer, and no other certificate is there. */
    void requireOneCertificateEach(Map<KeyedRequest, String> answers) {
        List<String> names = new ArrayList<>();
        Map<String, List<Object>> stored = new TreeMap<>();
        answers.forEach((request, body) -> {
            names.add(request.commonName());
            stored.put(request.key(), List.of(request.key(), body, request.commonName(), request.commonName()));
        });
        assertThat(column(secure, "select common_name" + LEAVES)).containsExactlyInAnyOrderElementsOf(names);
        assertThat(rows(
                        secure,
                        "select i.idempotency_key, i.response_body, c.common_name, i.response_body::jsonb->>'common_name'"
                                + " from idempotency_keys i join certificates c on " + ANSWER
                                + " where c.certificate_type = 'server'"))
                .containsExactlyInAnyOrderElementsOf(stored.values());
        assertThat(column(
                        secure,
                        "select idempotency_key from idempotency_keys i where not exists"
                                + " (select from certificates c where i.operation like '%/certificates' and " + ANSWER
                                + ") and i.operation like '%/certificates'"))
                .isEmpty();
    }

    /** Private key where the service made it, fulfilled request, audit entry and event: one each, none without certificate. */
    void requireCompleteCertificates() {
        String partners = """
                select c.common_name from certificates c where
                  (select count(*) from private_keys p where p.certificate_id = c.id and p.deleted_at is null)
                    <> case when c.common_name like 'csr-%' then 0 else 1 end
                  or (select count(*) from certificate_requests r
                      where r.issued_certificate_id = c.id and r.status = 'fulfilled') <> 1
                  or (select count(*) from secure_audit_log a where a.resource_id = c.id and a.action = 'issued') <> 1
                  or (select count(*) from outbox o
                      where o.aggregate_id = c.id and o.event_type = 'certificate.issued') <> 1
                """;
        assertThat(column(secure, partners)).as("incomplete certificates").isEmpty();
        String counts = """
                select (select count(*) from certificates) - (select count(*) from certificate_requests),
                       (select count(*) from certificates) - (select count(*) from outbox),
                       (select count(*) from certificates) - (select count(*) from secure_audit_log where action = 'issued')
                """;
        assertThat(rows(secure, counts)).as("rows without certificate").containsExactly(List.of(0L, 0L, 0L));
    }

    /** Waits for the relay, then compares both sides (requirement X3). */
    void requireEqualSides() {
        await().atMost(CAUGHT_UP)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(column(secure, "select id from outbox where state <> 'done'"))
                        .as("open outbox rows")
                        .isEmpty());
        assertThat(rows(core, "select certificate_id, " + REPEATED + " from certificate_metadata order by 1"))
                .as("metadata")
                .isEqualTo(rows(secure, "select id, " + REPEATED + " from certificates order by 1"));
        assertThat(rows(core, "select id, sequence, aggregate_id, event_type from applied_events order by 1"))
                .as("applied events")
                .isEqualTo(rows(secure, "select id, sequence, aggregate_id, event_type from outbox order by 1"));
    }

    int openEvents() {
        return column(secure, "select id from outbox where state <> 'done'").size();
    }

    List<List<Object>> secure(String query) {
        return rows(secure, query);
    }

    List<List<Object>> core(String query) {
        return rows(core, query);
    }

    void changeSecure(String sql) {
        change(secure, sql);
    }

    void changeCore(String sql) {
        change(core, sql);
    }

    private static void change(DatabaseLogin login, String sql) {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Object> column(DatabaseLogin login, String sql) {
        return rows(login, sql).stream().map(row -> row.get(0)).toList();
    }

    private static List<List<Object>> rows(DatabaseLogin login, String sql) {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
