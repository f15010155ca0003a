package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.certificate.revocation.RevocableCertificate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R3")
class UnlistedCertificatesTest {
    private final OrganizationId organization = OrganizationId.of(UUID.randomUUID());

    @Test
    void theFirstAreNamedAndTheRestCounted() {
        RevocableCertificate first = issuedBy(null);

        assertThat(UnlistedCertificates.warnings(
                        List.of(first, issuedBy(UUID.randomUUID()), issuedBy(null), issuedBy(null)), List.of(), 1))
                .containsExactly(
                        "certificate " + first.id() + " (root) has no issuing authority here: no list of revoked"
                                + " certificates will name it",
                        "more certificates, 2 in number, have no issuing authority here: no list of revoked"
                                + " certificates will name them");
    }

    @Test
    void whatAnAuthorityHereIssuedIsNone() {
        List<RevocableCertificate> listed = List.of(issuedBy(UUID.randomUUID()));

        assertThat(UnlistedCertificates.warnings(listed, listed, 500)).isEmpty();
    }

    private RevocableCertificate issuedBy(UUID authority) {
        return new RevocableCertificate(
                UUID.randomUUID(),
                organization,
                "root",
                null,
                CertificateStatus.ACTIVE,
                null,
                null,
                null,
                Instant.EPOCH,
                authority,
                authority != null);
    }
}
