package dev.clm.api.certificate.issuance;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("T4")
class IdempotentIssuanceIT {
    private static final Tenant TENANT = Tenant.create();
    private static final Caller ADMINISTRATOR = TENANT.administrator();

    @Test
    void sameRequestGetsTheSameAnswerByteForByte() {
        String key = Tenant.unique("key");
        Map<String, Object> body = Tenant.request("same.example", Map.of());

        Answer first = ADMINISTRATOR.post(CERTIFICATES, body, key).expect(201);
        Answer second = ADMINISTRATOR.post(CERTIFICATES, body, key).expect(201);

        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(issued("same.example")).isEqualTo(1);
    }

    @Test
    void storedAnswerSurvivesWhatHappensToTheCertificate() {
        String key = Tenant.unique("key");
        Map<String, Object> body = Tenant.request("later-revoked.example", Map.of());
        Answer first = ADMINISTRATOR.post(CERTIFICATES, body, key).expect(201);
        ADMINISTRATOR
                .post(Tenant.path(first.id()) + "/revoke", Map.of("reason", "superseded"))
                .expect(200);

        assertThat(ADMINISTRATOR.post(CERTIFICATES, body, key).expect(201).text())
                .isEqualTo(first.text());
    }

    @Test
    void otherRequestUnderAUsedKeyIsRefused() {
        String key = Tenant.unique("key");
        ADMINISTRATOR
                .post(CERTIFICATES, Tenant.request("first.example", Map.of()), key)
                .expect(201);

        ADMINISTRATOR
                .post(CERTIFICATES, Tenant.request("other.example", Map.of()), key)
                .expect(422, "idempotency_key_reused");
        assertThat(issued("other.example")).isZero();
    }

    @Test
    void keyUsedForACertificateIsNotFreeForAnAuthority() {
        String key = Tenant.unique("key");
        ADMINISTRATOR
                .post(CERTIFICATES, Tenant.request("certificate.example", Map.of()), key)
                .expect(201);

        ADMINISTRATOR
                .post(
                        Tenant.AUTHORITIES,
                        Map.of("name", Tenant.unique("ca"), "subject", Map.of("common_name", "CA")),
                        key)
                .expect(422, "idempotency_key_reused");
    }

    @Test
    void refusedRequestLeavesItsKeyFree() {
        String key = Tenant.unique("key");
        ADMINISTRATOR
                .post(CERTIFICATES, Tenant.request("mended.example", Map.of("validity_days", 0)), key)
                .expect(422);

        ADMINISTRATOR
                .post(CERTIFICATES, Tenant.request("mended.example", Map.of()), key)
                .expect(201);
    }

    @Test
    void keysOfDifferentUsersAndTenantsAreDifferentKeys() {
        String key = Tenant.unique("key");
        Map<String, Object> body = Tenant.request("shared-key.example", Map.of());

        UUID own = ADMINISTRATOR.post(CERTIFICATES, body, key).expect(201).id();
        UUID colleagues = TENANT.caller("CERT_OPERATOR")
                .post(CERTIFICATES, body, key)
                .expect(201)
                .id();
        UUID foreign = Tenant.create()
                .administrator()
                .post(CERTIFICATES, body, key)
                .expect(201)
                .id();

        assertThat(List.of(own, colleagues, foreign)).doesNotHaveDuplicates();
    }

    @Test
    @Tag("T2")
    void simultaneousRequestsWithOneKeyYieldOneCertificate() throws Exception {
        String key = Tenant.unique("key");
        Map<String, Object> body = Tenant.request("racing.example", Map.of());

        List<Answer> answers = simultaneously(8, () -> ADMINISTRATOR.post(CERTIFICATES, body, key));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(201, 409));
        assertThat(answers.stream()
                        .filter(answer -> answer.status() == 201)
                        .map(Answer::text)
                        .distinct())
                .hasSize(1);
        assertThat(issued("racing.example")).isEqualTo(1);
        ADMINISTRATOR.post(CERTIFICATES, body, key).expect(201);
    }

    @Test
    void simultaneousRequestsWithoutAKeyAreAllIssued() throws Exception {
        Map<String, Object> body = Tenant.request("together.example", Map.of());

        List<Answer> answers = simultaneously(16, () -> ADMINISTRATOR.post(CERTIFICATES, body));

        assertThat(answers.stream().map(answer -> answer.expect(201).text("serial_number")))
                .hasSize(16)
                .doesNotHaveDuplicates();
        assertThat(Rows.countCore(
                        "certificate_metadata where common_name = 'together.example' and organization_id = ?",
                        ADMINISTRATOR.organizationId()))
                .isEqualTo(16);
    }

    private static long issued(String name) {
        return Rows.countSecure(
                "certificates where common_name = ? and organization_id = ?", name, ADMINISTRATOR.organizationId());
    }

    private static List<Answer> simultaneously(int clients, Callable<Answer> request) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<Answer>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                running.add(threads.submit(() -> {
                    start.await();
                    return request.call();
                }));
            }
            start.countDown();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : running) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
