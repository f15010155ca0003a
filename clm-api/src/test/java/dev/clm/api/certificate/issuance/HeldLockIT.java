package dev.clm.api.certificate.issuance;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.api.testing.TestCsr;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Another session holds what one request needs: it waits, and the others of its organization do not. */
@Tag("T3")
class HeldLockIT {
    private static final Tenant TENANT = Tenant.create();
    private static final Caller ADMINISTRATOR = TENANT.administrator();
    private static final int OTHERS = 21;

    private final ExecutorService clients = Executors.newFixedThreadPool(OTHERS + 1);

    @AfterEach
    void stop() {
        clients.shutdownNow();
    }

    @Test
    void anIdempotencyKeyThatIsBeingStored() throws Exception {
        String key = Tenant.unique("key");
        try (Connection session = session()) {
            execute(
                    session,
                    "insert into idempotency_keys (organization_id, user_id, idempotency_key, operation,"
                            + " request_fingerprint, response_status, response_body)"
                            + " values (?, ?, ?, 'POST /api/v1/certificates', repeat('0', 64), 201, '{}')",
                    ADMINISTRATOR.organizationId(),
                    ADMINISTRATOR.userId(),
                    key);
            assertThatOthersAreIssuedBeforeTheOne(session, Tenant.request("held-row.example", Map.of()), key);
        }
    }

    @Test
    void aPublicKeyThatIsBeingCompromised() throws Exception {
        TestCsr csr = TestCsr.p256("held-key.example");
        String digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(csr.key().getPublic().getEncoded()));
        try (Connection session = session()) {
            execute(session, "select pg_advisory_xact_lock(hashtextextended(?, 0))", digest);
            assertThatOthersAreIssuedBeforeTheOne(session, Map.of("csr", csr.pem()), Tenant.unique("key"));
        }
    }

    /** The other instance holds the key's lock as long as it stores its answer. */
    @Test
    @Tag("T4")
    void aKeyThatAnotherInstanceIsAnsweringIsInUse() throws Exception {
        String key = Tenant.unique("key");
        Map<String, Object> body = Tenant.request("elsewhere.example", Map.of());
        try (Connection session = session()) {
            execute(
                    session,
                    "select pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'idempotency key', ?, ?, ?), 0))",
                    ADMINISTRATOR.organizationId(),
                    ADMINISTRATOR.userId(),
                    key);
            Answer refused = ADMINISTRATOR.post(CERTIFICATES, body, key).expect(409, "idempotency_key_in_use");
            assertThat(refused.header("Retry-After")).isNotEmpty();
        }
        ADMINISTRATOR.post(CERTIFICATES, body, key).expect(201);
    }

    /** Some of the others share its transaction, or come while it waits for the lock. */
    private void assertThatOthersAreIssuedBeforeTheOne(Connection session, Map<String, Object> body, String key)
            throws Exception {
        Future<Answer> one = clients.submit(() -> ADMINISTRATOR.post(CERTIFICATES, body, key));
        List<Future<Answer>> others = IntStream.range(0, OTHERS)
                .mapToObj(i -> clients.submit(
                        () -> ADMINISTRATOR.post(CERTIFICATES, Tenant.request("other-" + i + ".example", Map.of()))))
                .toList();
        for (Future<Answer> other : others) {
            other.get().expect(201);
        }
        assertThat(one).isNotDone();
        session.rollback();
        assertThat(one.get().status()).isEqualTo(201);
    }

    private static Connection session() throws Exception {
        Connection session = RunningService.shared().superuser("clm_secure_db");
        session.setAutoCommit(false);
        return session;
    }

    private static void execute(Connection session, String sql, Object... values) throws Exception {
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
