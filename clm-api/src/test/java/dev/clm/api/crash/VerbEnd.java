package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.KeyTruths;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import tools.jackson.databind.JsonNode;

/** By verbs and jobs alone everything has come to its end, what is said of it is true, and nothing is lost that nobody said. */
final class VerbEnd {
    private static final String UNENDED = "key_rotations where organization_id = ? and phase <> 'ended'";
    private static final String UNENDED_AND_PAUSED = UNENDED + " and paused_at is not null";
    private static final String DESTROYING = "key_destructions where organization_id = ? and state = 'destroying'";
    private static final String LATE_COMPROMISE =
            "encryption_keys where organization_id = ? and key_status = 'active'" + " and compromised_at is not null";
    /** What history counts beside what was moved. */
    private static final String UNCOUNTED = """
            select concat_ws(' ', h.old_key_id, h.new_key_id, sum(h.items_re_encrypted), (select count(*) from moved m
                where m.old_key = h.old_key_id and m.new_key = h.new_key_id))
            from key_rotation_history h where h.organization_id = ? group by h.old_key_id, h.new_key_id
            having sum(h.items_re_encrypted) <> (select count(*) from moved m
                where m.old_key = h.old_key_id and m.new_key = h.new_key_id)""";

    private static final String GIVEN = """
            select c.id::text from certificates c left join private_keys p on p.certificate_id = c.id
            left join key_destructions d on d.encryption_key_id = p.encryption_key_id and d.state = 'destroyed'
            where c.id = any (?::uuid[]) and p.id is not null and (p.shredded_at is null or d.id is not null)""";

    private final VerbDatabase database;
    private final VerbTenant tenant;

    VerbEnd(VerbInstances instances, VerbTenant tenant) {
        this.database = instances.database();
        this.tenant = tenant;
    }

    void require() throws Exception {
        restoreOrganization();
        tenant.repair();
        awaitEnd();
        cancelDestructions();
        awaitCompromisesDone();
        UUID organization = tenant.organization();
        assertThat(database.texts(
                        KeyTruths.query(),
                        Collections.nCopies(KeyTruths.NEVER.size(), organization)
                                .toArray()))
                .isEmpty();
        assertThat(database.texts(UNCOUNTED, organization))
                .as("history and moves")
                .isEmpty();
        requireRecords();
        assertThat(database.misfits(organization)).as("keys that do not open").isEmpty();
        String given = "{"
                + String.join(",", tenant.given().stream().map(UUID::toString).toList()) + "}";
        assertThat(database.texts(GIVEN, given)).as("keys given").hasSameSizeAs(tenant.given());
        requireExport();
        tenant.issue(1, "afterwards").expect(201);
        tenant.sign(0).expect(201);
        requireRotation();
    }

    private void restoreOrganization() {
        if (tenant.client().get(0, "/api/v1/encryption-keys").status() == 200) {
            return;
        }
        tenant.organization(0, true).expect(200);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> tenant.client()
                                .get(0, "/api/v1/certificates/" + tenant.given().get(1))
                                .status()
                        == 200);
    }

    private void awaitEnd() {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (tenant.rows().isThere(UNENDED_AND_PAUSED)) {
                        assertThat(tenant.rotation(0, "resume", Map.of()).status())
                                .isIn(200, 202, 409, 503);
                    }
                    if (tenant.rows().isThere(DESTROYING)) {
                        database.runJob("key-destruction");
                    }
                    return !tenant.rows().isThere(UNENDED) && !tenant.rows().isThere(DESTROYING);
                });
    }

    private void cancelDestructions() {
        database.texts(
                        "select encryption_key_id::text from key_destructions where organization_id = ? and state = 'scheduled'",
                        tenant.organization())
                .forEach(key -> assertThat(tenant.key(1, UUID.fromString(key), "cancel-destruction", Map.of())
                                .status())
                        .isIn(200, 409));
        awaitEnd();
    }

    private void awaitCompromisesDone() {
        if (tenant.rows().isThere(LATE_COMPROMISE)) {
            database.runJob("key-rotation-schedule");
            await().atMost(Duration.ofSeconds(30)).until(() -> !tenant.rows().isThere(LATE_COMPROMISE));
            awaitEnd();
        }
    }

    private void requireRecords() throws Exception {
        List<String> recorded = database.texts(
                "select id::text from key_rotations where organization_id = ? and record is not null",
                tenant.organization());
        for (String rotation : recorded) {
            String path = "/api/v1/key-rotations/" + rotation;
            Answer shown = tenant.client().get(0, path + "/record").expect(200);
            JsonNode record = shown.json().path("record");
            assertThat(record.path("rotation_id").asString()).isEqualTo(rotation);
            CMSSignedData signed = new CMSSignedData(
                    database.bytes("select record from key_rotations where id = ?", UUID.fromString(rotation)));
            X509Certificate signer = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(
                            shown.text("certificate_pem").getBytes("US-ASCII")));
            for (SignerInformation information : signed.getSignerInfos()) {
                assertThat(information.verify(new JcaSimpleSignerInfoVerifierBuilder().build(signer)))
                        .as("signature of the record")
                        .isTrue();
            }
            assertThat(database.texts(
                            "select rotation_status || ' ' || (abandoned_at is not null) || ' ' || items_done from key_rotations"
                                    + " join key_rotation_history using (id) where id = ?",
                            UUID.fromString(rotation)))
                    .as("record and history")
                    .containsExactly(
                            ("abandoned".equals(record.path("rotation_status").asString())
                                            ? "failed true "
                                            : "completed false ")
                                    + record.path("items_re_encrypted").asLong());
        }
    }

    /** Of one that is not lost; the others were opened where they rest, which costs less than a passphrase. */
    private void requireExport() {
        List<String> kept = database.texts(
                "select certificate_id::text from private_keys where organization_id = ? and shredded_at is null",
                tenant.organization());
        tenant.given().stream()
                .filter(certificate -> kept.contains(certificate.toString()))
                .findFirst()
                .ifPresent(certificate -> tenant.export(1, certificate).expect(200));
    }

    /** The organization's keys can still be rotated, once a rotation has ended that a job may just have begun by itself. */
    private void requireRotation() {
        UUID rotation = await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> tenant.key(
                                1, tenant.activeKey().orElseThrow(), "rotate", Map.of("rotation_type", "emergency")),
                        answer -> answer.status() != 409)
                .expect(202)
                .id();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> database.texts("select rotation_status from key_rotation_history where id = ?", rotation)
                        .contains("completed"));
    }
}
