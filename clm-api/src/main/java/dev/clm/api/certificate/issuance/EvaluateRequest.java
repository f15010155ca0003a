package dev.clm.api.certificate.issuance;

import dev.clm.api.http.description.Codes;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorKind;
import dev.clm.common.error.FieldError;
import dev.clm.common.tenant.Actor;
import dev.clm.core.policy.policy.Policy;
import dev.clm.core.policy.policy.RuleVerdict;
import dev.clm.pki.publickey.SampleKeys;
import dev.clm.pki.publickey.SubjectPublicKey;
import dev.clm.pki.request.Omission;
import dev.clm.secure.certificate.issued.StoringOutcome;
import dev.clm.secure.certificate.revocation.RevocationRepository;
import dev.clm.secure.database.SecureDatabase;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What would happen to a request for a certificate: steps 3 and 4 and the lints of step 5, storing and signing nothing. */
@Service
public class EvaluateRequest {
    private final AllowRequest allowance;
    private final SignCertificate signing;
    private final SecureDatabase secure;
    private final RevocationRepository revocations = new RevocationRepository();
    private final SampleKeys samples = new SampleKeys();

    public EvaluateRequest(AllowRequest allowance, SignCertificate signing, SecureDatabase secure) {
        this.allowance = allowance;
        this.signing = signing;
        this.secure = secure;
    }

    /**
     * @param allowed whether the request would be fulfilled at once
     * @param policyCode the policy that the certificate would be issued under, null for none
     * @param policies all that apply, the named one first, then the most specific
     * @param rules one verdict for each of their rules
     * @param approvals the approvals that would be asked for
     * @param omitted what would be left out
     * @param errors why it would be refused, as the refusal would say it
     */
    @Schema(name = "Evaluation")
    public record Verdict(
            boolean allowed,
            @Nullable String policyCode,
            List<String> policies,
            List<Rule> rules,
            List<String> approvals,
            List<FieldError> errors,
            List<Omission> omitted) {

        /** One rule's verdict: pass, violation or not_applicable. A violation of an advisory policy refuses nothing. */
        @Schema(name = "RuleVerdict")
        public record Rule(
                String policyCode,
                String enforcementLevel,
                String rule,
                @Codes(of = RuleVerdict.Verdict.class) String verdict,
                String detail) {}
    }

    /** A request that cannot be read is one that would be refused. */
    Verdict evaluate(Actor actor, Supplier<CheckedRequest> read) {
        CheckedRequest request;
        PolicyDecision decision;
        try {
            request = read.get();
            decision = allowance.decide(actor, request);
        } catch (ClmException refusal) {
            return new Verdict(false, null, List.of(), List.of(), List.of(), errors(refusal), List.of());
        }
        try {
            Issuer issuer = allowance.issuer(actor, request, decision);
            signing.lint(request, issuer, key(request));
            refuseBlockedKey(actor, request);
            return verdict(request, decision, List.of());
        } catch (ClmException refusal) {
            return verdict(request, decision, errors(refusal));
        }
    }

    /** A key that the service would make does not exist yet: one of its kind is linted. */
    private SubjectPublicKey key(CheckedRequest request) {
        return request.key().csr() == null
                ? samples.of(request.key().toMake())
                : request.key().csr().publicKey();
    }

    private void refuseBlockedKey(Actor actor, CheckedRequest request) {
        if (request.key().csr() != null) {
            List<String> key = List.of(request.key().csr().publicKey().sha256());
            if (!secure.inTransaction(actor, tx -> revocations.blockedAmong(tx, key))
                    .isEmpty()) {
                throw StoringOutcome.blocked();
            }
        }
    }

    private static List<FieldError> errors(ClmException refusal) {
        if (refusal.kind() != ErrorKind.UNPROCESSABLE) {
            throw refusal;
        }
        return refusal.errors();
    }

    private static Verdict verdict(CheckedRequest request, PolicyDecision decision, List<FieldError> errors) {
        return new Verdict(
                errors.isEmpty(),
                decision.governing().map(Policy::code).orElse(null),
                decision.judged().stream().map(judged -> judged.policy().code()).toList(),
                decision.judged().stream()
                        .flatMap(judged -> judged.verdicts().stream().map(verdict -> rule(judged.policy(), verdict)))
                        .toList(),
                decision.approvals(),
                errors,
                request.omitted());
    }

    private static Verdict.Rule rule(Policy policy, RuleVerdict verdict) {
        return new Verdict.Rule(
                policy.code(),
                policy.enforcementLevel(),
                verdict.rule(),
                verdict.verdict().code(),
                verdict.detail());
    }
}
