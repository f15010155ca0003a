package dev.clm.core.inventory.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.common.tenant.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CertificateEventPayloadTest {
    private static final OrganizationId TENANT = OrganizationId.of(UUID.randomUUID());
    private static final UUID CERTIFICATE = UUID.randomUUID();
    private static final UUID OWNER = UUID.randomUUID();

    @Test
    void anIssuedEventTellsEverythingTheMetadataNeed() {
        NewCertificateMetadata metadata = new NewCertificateMetadata(
                CERTIFICATE,
                TENANT,
                "a.example",
                "server",
                CertificateStatus.ACTIVE,
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2027-01-01T00:00:00.123456Z"),
                OWNER,
                List.of(new SearchableName("DNS", "a.example")),
                "0a1b",
                "CN=a.example",
                "RSA",
                new CertificateIdentifiers(
                        "a-example-1", "aa", "bb", "CN=issuer", "01", null, List.of("1.3.6.1.5.5.7.3.1")),
                new CertificateAnnotations(List.of("web"), "edge", "production", Map.of("team", "a", "cost", 3), null),
                7);

        assertThat(CertificateEventPayload.toNewMetadata(event(CertificateEventPayload.issued(metadata))))
                .isEqualTo(metadata);
    }

    @Test
    void anIssuedEventOfAnOlderReleaseLeavesTheIdentifiersUnknown() {
        String payload = """
                {"certificate_id":"%s","common_name":"a","certificate_type":"server","status":"active",\
                "not_before":"2026-01-01T00:00:00Z","not_after":"2027-01-01T00:00:00Z","owner_user_id":"%s"}""".formatted(CERTIFICATE, OWNER);

        assertThat(CertificateEventPayload.toNewMetadata(event(payload)).identifiers())
                .isEqualTo(CertificateIdentifiers.UNKNOWN);
    }

    @Test
    void aChangedEventIsReadAsPostgresqlWritesIt() {
        String payload =
                ("{\"certificate_id\":\"%s\",\"status\":\"revoked\",\"deleted_at\":null,\"owner_user_id\":\"%s\","
                                + "\"common_name\":\"a\",\"not_before\":\"2026-01-01T01:00:00.5+01:00\","
                                + "\"not_after\":\"2027-01-01T00:00:00+00:00\",\"revoked_at\":\"2026-02-01T00:00:00+00:00\"}")
                        .formatted(CERTIFICATE, OWNER);

        assertThat(CertificateEventPayload.toChange(event(payload)))
                .isEqualTo(new CertificateChange(
                        CERTIFICATE,
                        7,
                        CertificateStatus.REVOKED,
                        null,
                        OWNER,
                        "a",
                        Instant.parse("2026-01-01T00:00:00.5Z"),
                        Instant.parse("2027-01-01T00:00:00Z")));
    }

    @Test
    void anUnreadableEventSaysWhichMemberAndNothingOfItsContent() {
        assertThatThrownBy(() -> CertificateEventPayload.toChange(event("{\"certificate_id\":17}")))
                .hasMessageContaining("certificate_id")
                .hasMessageNotContaining("17}");
    }

    private static OutboxEvent event(String payload) {
        return new OutboxEvent(UUID.randomUUID(), 7, TENANT, CERTIFICATE, "certificate.issued", payload);
    }
}
