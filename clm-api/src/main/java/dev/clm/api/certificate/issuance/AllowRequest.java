package dev.clm.api.certificate.issuance;

import dev.clm.api.coordination.reference.ReferenceChecker;
import dev.clm.common.tenant.Actor;
import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.publickey.KeySpec;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Step 4 of issuance. What issues and what only evaluates both ask it, in this order, so that they give one answer (rule I1). */
@Service
public class AllowRequest {
    private final ReferenceChecker references;
    private final Issuers issuers;

    public AllowRequest(ReferenceChecker references, Issuers issuers) {
        this.references = references;
        this.issuers = issuers;
    }

    /** Refuses what refers to nothing; what policies and workflow say is in the decision. */
    PolicyDecision decide(Actor actor, CheckedRequest request) {
        ReferenceChecker.Checked checked = references.requireForIssuance(actor, request.references());
        Set<UUID> keyUsers = request.key().terms() == null
                ? Set.of()
                : request.key().terms().accessPolicy().allowedUserIds().orElse(Set.of());
        references.requireMembers(actor, "key.access_policy.allowed_user_ids", keyUsers);
        return PolicyDecision.of(request, checked);
    }

    /** Step 4 of an authority's: how many certificates the organization may have, where policies and limits allow one more. */
    public OptionalInt requireAuthority(Actor actor, CertificateType type, String commonName, int days, KeySpec key) {
        ReferenceChecker.Checked checked = references.requireForAuthority(actor);
        PolicyDecision.ofAuthority(type, PolicyDecision.facts(commonName, days, key, List.of()), checked)
                .orRefuse();
        return checked.maximumCertificates();
    }

    /** Refuses what the decision refuses; otherwise the authority that the request names, or a policy, or the organization (rule I2). */
    Issuer issuer(Actor actor, CheckedRequest request, PolicyDecision decision) {
        decision.orRefuse();
        return issuers.issuer(
                actor,
                request.issuerId() != null
                        ? request.issuerId()
                        : decision.issuerId().orElse(null));
    }
}
