package dev.clm.api.certificate.issuance;

import dev.clm.api.coordination.reference.ReferenceChecker;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorKind;
import dev.clm.common.error.FieldError;
import dev.clm.common.tenant.Actor;
import dev.clm.core.policy.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;

/** What would happen to a request for a certificate: steps 3 and 4 and the lints of step 5, storing and signing nothing. */
@Service
public class EvaluateRequest {
    private final ReferenceChecker references;
    private final Issuers issuers;
    private final SignCertificate signing;

    public EvaluateRequest(ReferenceChecker references, Issuers issuers, SignCertificate signing) {
        this.references = references;
        this.issuers = issuers;
        this.signing = signing;
    }

    /**
     * @param allowed whether the request would be fulfilled at once
     * @param policyCode the policy that applies, null for none
     * @param rules one verdict for each of its rules
     * @param approvals the approvals that would be asked for
     * @param errors why it would be refused, as the refusal would say it
     */
    public record Verdict(
            boolean allowed, String policyCode, List<Rule> rules, List<String> approvals, List<FieldError> errors) {

        /** One rule's verdict: pass, violation or not_applicable. */
        public record Rule(String rule, String verdict, String detail) {}
    }

    /** A request that cannot be read is one that would be refused. */
    Verdict evaluate(Actor actor, Supplier<CheckedRequest> read) {
        try {
            CheckedRequest request = read.get();
            ReferenceChecker.Checked checked = references.requireForIssuance(actor, request.references());
            PolicyDecision decision = PolicyDecision.of(request, checked);
            Issuer issuer = issuers.issuer(actor, request.issuerId());
            Optional.ofNullable(request.key().csr()).ifPresent(csr -> signing.lint(request, issuer, csr.publicKey()));
            return verdict(checked.policy().map(Policy::code).orElse(null), decision);
        } catch (ClmException refusal) {
            if (refusal.kind() != ErrorKind.UNPROCESSABLE) {
                throw refusal;
            }
            return new Verdict(false, null, List.of(), List.of(), refusal.errors());
        }
    }

    private static Verdict verdict(String policyCode, PolicyDecision decision) {
        return new Verdict(
                decision.faults().isEmpty(),
                policyCode,
                decision.verdicts().stream()
                        .map(v -> new Verdict.Rule(v.rule(), v.verdict().code(), v.detail()))
                        .toList(),
                decision.approvals(),
                decision.faults());
    }
}
