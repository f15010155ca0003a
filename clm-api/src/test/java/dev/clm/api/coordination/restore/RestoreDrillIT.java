package dev.clm.api.coordination.restore;

import static dev.clm.migrations.ClmDatabase.CORE;
import static dev.clm.migrations.ClmDatabase.SECURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.certificate.revocation.PublishCrl;
import dev.clm.api.testing.Answer;
import dev.clm.api.testing.RestorableDatabases;
import dev.clm.api.testing.TestCsr;
import dev.clm.common.coordination.Fence.OlderDatabase;
import dev.clm.core.coordination.LostCertificate;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.identity.administrator.FirstAdministrator;
import dev.clm.core.identity.administrator.NewAdministrator;
import dev.clm.migrations.ClmDatabase;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** The drill: back up, issue and revoke, restore one database, start: fenced; repair: both true, the fence is gone. */
@Tag("X3")
class RestoreDrillIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private RestorableDatabases databases;
    private ConfigurableApplicationContext service;
    private String apiKey;
    private String authority;

    @BeforeEach
    void serveAndIssue() {
        databases = new RestorableDatabases(folder);
        start();
        apiKey = new FirstAdministrator(service.getBean(CoreDatabase.class))
                .create(new NewAdministrator("drill", "Drill", "driller", "driller@clm.invalid"))
                .apiKey()
                .reveal();
        UUID root = authority(Map.of("name", "drill-root", "subject", Map.of("common_name", "Drill Root")));
        authority = "drill-issuing";
        UUID issuing = authority(
                Map.of("name", authority, "subject", Map.of("common_name", "Drill Issuing"), "issuer_id", root));
        assertThat(issuing).isNotEqualTo(root);
    }

    @AfterEach
    void stopAll() {
        service.close();
        databases.close();
    }

    @Test
    void anOlderSecureDatabaseGetsItsRevocationsBackAndItsLostCertificatesReported() throws Exception {
        UUID kept = issue("kept.example");
        backUp(SECURE);
        send("POST", "/certificates/" + kept + "/revoke", Map.of("reason", "key_compromise"))
                .expect(200);
        UUID lost = issue("lost.example");
        long crlNumber = publishedCrlNumber();
        takeCheckpoint();

        restore(SECURE);

        send("POST", "/certificates", Map.of("csr", TestCsr.p256("x.example").pem()))
                .expect(503, "fenced");
        assertThat(status(kept)).isEqualTo("active");
        assertThat(health("/actuator/health/readiness")).contains("UP");
        assertThat(health("/actuator/health")).contains("FENCED");
        RestoreReport report = service.getBean(RepairRestore.class).run();

        assertThat(report.older()).isEqualTo(OlderDatabase.SECURE);
        assertThat(report.revocationsReplayed()).isEqualTo(1);
        assertThat(report.lostCertificates())
                .extracting(LostCertificate::certificateId)
                .containsExactly(lost);
        assertThat(status(kept)).isEqualTo("revoked");
        assertThat(databases.value(
                        SECURE,
                        "select revocation_reason from certificate_revocations where certificate_id = '" + kept + "'"))
                .isEqualTo("key_compromise");
        assertThat(databases.value(SECURE, "select count(*) from blocked_keys")).isEqualTo("1");
        assertThat(databases.value(
                        CORE,
                        "select common_name from certificate_metadata where certificate_id = '" + lost
                                + "' and deleted_at is null and secure_lost_at is not null"))
                .isEqualTo("lost.example");
        requireOneListedAfter(crlNumber);
        isTrueAgain();
    }

    private void requireOneListedAfter(long crlNumber) throws Exception {
        service.getBean(PublishCrl.class).publishDue();
        X509CRL crl = crl();
        assertThat(number(crl)).isGreaterThan(crlNumber);
        assertThat(crl.getRevokedCertificates()).hasSize(1);
    }

    @Test
    void anOlderCoreDatabaseIsToldAgainWhatItForgot() {
        UUID before = issue("before.example");
        UUID gone = send("POST", "/users", Map.of("username", "gone", "email", "gone@clm.invalid"))
                .expect(201)
                .id();
        backUp(CORE);
        send("DELETE", "/users/" + gone, null).expect(204);
        String told = "select count(*) from applied_events where aggregate_id = '" + gone + "'";
        await().atMost(Duration.ofMinutes(2)).until(() -> databases.value(SECURE, told), "1"::equals);
        send("POST", "/certificates/" + before + "/revoke", Map.of("reason", "superseded"))
                .expect(200);
        UUID after = issue("after.example");
        takeCheckpoint();

        restore(CORE);

        send("POST", "/certificates/" + before + "/restore", Map.of()).expect(503, "fenced");
        assertThat(databases.value(CORE, metadata(after))).isNull();
        RestoreReport report = service.getBean(RepairRestore.class).run();

        assertThat(report.older()).isEqualTo(OlderDatabase.CORE);
        assertThat(report.eventsDeliveredAgain()).isPositive();
        assertThat(report.lostCertificates()).isEmpty();
        assertThat(report.departuresRepeated()).isEqualTo(1);
        send("GET", "/users/" + gone, null).expect(404);
        awaitInCore(before, "revoked");
        awaitInCore(after, "active");
        isTrueAgain();
    }

    @Test
    void aRestoreBetweenTwoCheckpointsIsNoticedAndItsFenceOutlastsTheProcess() {
        UUID held = issue("held.example");
        backUp(CORE);
        send("POST", "/certificates/" + held + "/revoke", Map.of("reason", "superseded"))
                .expect(200);

        restore(CORE);
        service.close();
        start();

        send("POST", "/certificates", Map.of()).expect(503, "fenced");
        requireFencedByTheDecodedPath();
        assertThat(service.getBean(RepairRestore.class).run().older()).isEqualTo(OlderDatabase.CORE);
        assertThat(service.getBean(RepairRestore.class).run().older()).isNull();
        isTrueAgain();
    }

    /** However the path is written that the router reads as `/certificates`. */
    private void requireFencedByTheDecodedPath() {
        String stored = "select count(*) from certificates where common_name = 'past-the-fence.example'";
        Map<String, ?> body =
                Map.of("csr", TestCsr.p256("past-the-fence.example").pem());

        send("POST", "/%63ertificates", body).expect(503, "fenced");
        for (String path : List.of("/integrity/%2e%2e/certificates", "/integrity/../certificates")) {
            assertThat(send("POST", path, body).status()).isIn(400, 503);
        }

        assertThat(databases.value(SECURE, stored)).isEqualTo("0");
        assertThat(service.getBean(WriteFence.class).fenced()).isTrue();
    }

    /** After a repair the next pair is taken, writes go through, and what they change crosses as before. */
    private void isTrueAgain() {
        service.getBean(Checkpoints.class).take();
        UUID fresh = issue("fresh.example");
        send("POST", "/certificates/" + fresh + "/revoke", Map.of("reason", "superseded"))
                .expect(200);
        awaitInCore(fresh, "revoked");
        assertThat(databases.value(SECURE, "select max(pair_number) from restore_checkpoints"))
                .isEqualTo(databases.value(CORE, "select max(pair_number) from restore_checkpoints"));
        assertThat(health("/actuator/health")).contains("UP");
    }

    private void awaitInCore(UUID certificate, String status) {
        await().atMost(Duration.ofMinutes(2)).until(() -> databases.value(CORE, metadata(certificate)), status::equals);
    }

    private void backUp(ClmDatabase database) {
        takeCheckpoint();
        service.close();
        databases.backUp(database);
        start();
    }

    private void restore(ClmDatabase database) {
        service.close();
        databases.restore(database);
        start();
    }

    private void takeCheckpoint() {
        service.getBean(Checkpoints.class).take();
    }

    private void start() {
        service = databases.serve(Map.of("CLM_CHECKPOINT_INTERVAL", "1h"));
    }

    private static String metadata(UUID certificate) {
        return "select status from certificate_metadata where certificate_id = '" + certificate + "'";
    }

    private UUID authority(Map<String, ?> body) {
        return send("POST", "/certificate-authorities", body).expect(201).id();
    }

    private UUID issue(String name) {
        return send("POST", "/certificates", Map.of("csr", TestCsr.p256(name).pem()))
                .expect(201)
                .id();
    }

    private String status(UUID certificate) {
        return send("GET", "/certificates/" + certificate, null).expect(200).text("status");
    }

    private long publishedCrlNumber() throws Exception {
        service.getBean(PublishCrl.class).publishDue();
        return number(crl());
    }

    private X509CRL crl() throws Exception {
        byte[] der = exchange(HttpRequest.newBuilder(
                        URI.create(RestorableDatabases.url(service) + "/pki/" + authority + "/crl.der")))
                .expect(200)
                .body();
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    }

    private static long number(X509CRL crl) {
        byte[] extension =
                ASN1OctetString.getInstance(crl.getExtensionValue("2.5.29.20")).getOctets();
        return ASN1Integer.getInstance(extension).longValueExact();
    }

    private String health(String path) {
        return exchange(HttpRequest.newBuilder(URI.create(RestorableDatabases.url(service) + path)))
                .expect(200)
                .text();
    }

    private Answer send(String method, String path, Object body) {
        return exchange(HttpRequest.newBuilder(URI.create(RestorableDatabases.url(service) + "/api/v1" + path))
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private static Answer exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
