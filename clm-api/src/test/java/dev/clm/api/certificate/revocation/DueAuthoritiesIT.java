package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.RunningService;
import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.secure.certificate.issued.CertificateRepository;
import dev.clm.secure.certificate.revocation.RevocationRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An authority is due until its CRL says all it has to say, and then no more. */
class DueAuthoritiesIT {
    private static final String BODY = """
            {"subject":{"common_name":"due.example.com"},"key":{"algorithm":"ECDSA"},"certificate_type":"server"}""";

    private final RunningService service = RunningService.shared();
    private final PublishCrl crls = service.context().getBean(PublishCrl.class);

    @Test
    void aHoldThatBecameFinalBeforeItWasListed() {
        JsonNode certificate = issued();
        UUID id = UUID.fromString(certificate.path("id").asString());
        OrganizationId organization = OrganizationId.of(
                UUID.fromString(certificate.path("organization_id").asString()));
        service.context().getBean(SecureDatabase.class).useTransaction(organization, tx -> {
            revoke(tx, organization, id, CertificateStatus.SUSPENDED, RevocationReason.CERTIFICATE_HOLD);
            revoke(tx, organization, id, CertificateStatus.REVOKED, RevocationReason.SUPERSEDED);
        });
        crls.publishDue();
        assertThat(crls.publishDue()).isZero();
    }

    @Test
    void aCertificateThatHadExpiredLongBeforeItWasRevoked() throws Exception {
        String id = issued().path("id").asString();
        try (Connection database = service.superuser("clm_secure_db");
                Statement statement = database.createStatement()) {
            statement.execute("update certificates set not_before = now() - interval '9 days',"
                    + " not_after = now() - interval '3 days' where id = '" + id + "'");
        }
        assertThat(service.post("/api/v1/certificates/" + id + "/revoke", "{}").statusCode())
                .isEqualTo(200);
        crls.publishDue();
        assertThat(crls.publishDue()).isZero();
    }

    private void revoke(
            SecureTransaction tx,
            OrganizationId organization,
            UUID id,
            CertificateStatus status,
            RevocationReason reason) {
        Instant now = Instant.now();
        service.context().getBean(CertificateRepository.class).revoke(tx, id, status, reason.value(), now);
        service.context()
                .getBean(RevocationRepository.class)
                .insert(tx, Identifiers.next(), organization, id, reason, now, null, Actor.SYSTEM_USER_ID);
    }

    private JsonNode issued() {
        return JsonMapper.shared()
                .readTree(service.post("/api/v1/certificates", BODY).body());
    }
}
