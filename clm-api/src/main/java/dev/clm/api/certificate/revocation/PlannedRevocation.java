package dev.clm.api.certificate.revocation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clm.api.http.description.Codes;
import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.secure.certificate.revocation.RevocableCertificate;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What revoking or unrevoking does, or with `dry_run` would have done.
 *
 * @param status of the certificate afterwards
 * @param reason null where a hold is lifted
 * @param blocksKey whether no certificate is issued for the public key any more, to anybody
 * @param certificates of the organization whose state changes, the named one first, at most {@link #TOLD}
 * @param certificatesInAll how many of the organization's those are
 * @param certificatesOfOthers how many of other organizations have the same key and are revoked too
 * @param warnings which authorities will not say so, and of which certificates none can
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
        description =
                "What revoking or unrevoking would do. `certificates` tells 500 of the organization's certificates at most,"
                        + " the named one first; `certificates_in_all` counts them all, `certificates_of_others` those of other"
                        + " organizations")
public record PlannedRevocation(
        boolean dryRun,
        @Codes(names = {"revoke", "unrevoke"}) String operation,
        UUID id,
        @Codes(of = CertificateStatus.class) String status,
        @Codes(of = RevocationReason.class) @Nullable String reason,
        boolean blocksKey,
        List<Affected> certificates,
        int certificatesInAll,
        int certificatesOfOthers,
        List<String> warnings) {
    private static final int TOLD = 500;

    /**
     * A certificate whose state changes.
     *
     * @param listed whether a list will say so; none says it of a root, or where the authority that could has ended
     */
    @Schema(name = "AffectedCertificate")
    public record Affected(
            UUID id,
            String commonName,
            @Codes(of = CertificateStatus.class) String status,
            boolean listed) {
        private static Affected of(RevocableCertificate certificate) {
            return new Affected(
                    certificate.id(),
                    certificate.commonName(),
                    certificate.status().code(),
                    certificate.isListable());
        }
    }

    static PlannedRevocation revoke(
            RevocationRequest order,
            OrganizationId organization,
            List<RevocableCertificate> changing,
            List<String> warnings) {
        Map<Boolean, List<RevocableCertificate>> byOwner = changing.stream()
                .collect(Collectors.partitioningBy(
                        certificate -> certificate.organizationId().equals(organization)));
        List<RevocableCertificate> own = byOwner.get(true).stream()
                // Stable: only the named one changes its place.
                .sorted(Comparator.comparing(certificate -> !certificate.id().equals(order.certificateId())))
                .toList();
        return new PlannedRevocation(
                true,
                "revoke",
                order.certificateId(),
                (order.isHold() ? CertificateStatus.SUSPENDED : CertificateStatus.REVOKED).code(),
                order.reason().value(),
                order.isCompromise()
                        && changing.stream().anyMatch(certificate -> certificate.publicKeySha256() != null),
                own.stream().limit(TOLD).map(Affected::of).toList(),
                own.size(),
                changing.size() - own.size(),
                Stream.concat(warnings.stream(), UnlistedCertificates.warnings(own, byOwner.get(false), TOLD).stream())
                        .toList());
    }

    static PlannedRevocation unrevoke(RevocableCertificate held, CertificateStatus status, List<String> warnings) {
        return new PlannedRevocation(
                true, "unrevoke", held.id(), status.code(), null, false, List.of(Affected.of(held)), 1, 0, warnings);
    }
}
