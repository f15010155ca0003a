package dev.clm.api.certificate.issuance;

import dev.clm.api.certificate.search.CertificateView;
import dev.clm.api.coordination.reference.ReferenceChecker;
import dev.clm.api.http.idempotency.IdempotencyRequest;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.tenant.Actor;
import dev.clm.core.policy.policy.Policy;
import dev.clm.core.policy.workflow.Workflow;
import dev.clm.secure.certificate.issued.Certificate;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Issues one certificate. The steps are those of docs/ISSUANCE.md; steps 1 and 8 are the security chain's and the controller's. */
@Service
public class IssueCertificate {
    private static final int CREATED = 201;

    private final EarlierAnswers earlierAnswers;
    private final ReferenceChecker references;
    private final Issuers issuers;
    private final IssuanceSigning signing;
    private final IssuanceStore store;
    private final MetadataStore metadata;
    private final JsonMapper json;

    public IssueCertificate(
            EarlierAnswers earlierAnswers,
            ReferenceChecker references,
            Issuers issuers,
            IssuanceSigning signing,
            IssuanceStore store,
            MetadataStore metadata,
            JsonMapper json) {
        this.earlierAnswers = earlierAnswers;
        this.references = references;
        this.issuers = issuers;
        this.signing = signing;
        this.store = store;
        this.metadata = metadata;
        this.json = json;
    }

    /** What the client gets: the body as it is stored under the idempotency key. */
    public record Answer(String location, String body) {}

    /** `key` is null where the client sent none; the caller has entered it in the register of running requests. */
    public Answer issue(Actor actor, IssueCertificateBody body, IdempotencyRequest key) {
        Optional<Answer> earlier = step(2, () -> earlierAnswer(key));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        CheckedRequest order = step(3, () -> IssuanceValidation.order(body, actor.userId()));
        ReferenceChecker.Checked checked = step(4, () -> check(actor, order));
        Prepared prepared = step(5, () -> prepare(actor, order, checked, key));
        IssuanceStore.Outcome outcome = step(6, () -> store.store(prepared.issuance()));
        switch (outcome.ending()) {
            case STORED -> {}
            case ANSWERED_BEFORE -> {
                return earlierAnswer(key)
                        .orElseThrow(() -> ClmException.of(
                                ErrorCode.IDEMPOTENCY_KEY_IN_USE,
                                "another request with this idempotency key was quicker"));
            }
            case KEY_BLOCKED ->
                throw ClmException.invalid(
                        "csr", "key_compromised", "a certificate with this public key was revoked for key_compromise");
            case QUOTA_EXCEEDED -> throw ReferenceChecker.full();
            case ISSUER_NOT_IN_FORCE -> {
                issuers.forget(prepared.issuer());
                throw ClmException.invalid("issuer_id", "not_in_force", "the authority is revoked or deleted");
            }
        }
        step(7, () -> {
            metadata.applyOrLeaveToRelay(outcome.event());
            return null;
        });
        return prepared.answer();
    }

    private static <R> R step(int number, Supplier<R> work) {
        FailPoint.reach("issuance." + number + ".before");
        R result = work.get();
        FailPoint.reach("issuance." + number + ".after");
        return result;
    }

    private Optional<Answer> earlierAnswer(IdempotencyRequest key) {
        return key == null
                ? Optional.empty()
                : earlierAnswers.find(key).map(answer -> new Answer(answer.location(), answer.body()));
    }

    private ReferenceChecker.Checked check(Actor actor, CheckedRequest order) {
        ReferenceChecker.Checked checked =
                references.requireForIssuance(actor, order.ownerUserId(), order.policyCode(), order.workflowCode());
        PolicyDecision.of(order, checked).orRefuse();
        return checked;
    }

    private record Prepared(SignedIssuance issuance, Answer answer, Issuer issuer) {}

    private Prepared prepare(
            Actor actor, CheckedRequest order, ReferenceChecker.Checked checked, IdempotencyRequest key) {
        Issuer issuer = issuers.issuer(actor, order.issuerId());
        UUID policyId = checked.policy().map(Policy::id).orElse(null);
        UUID workflowId = checked.workflow().map(Workflow::id).orElse(null);
        IssuanceSigning.Signed signed = signing.sign(actor, order, issuer, policyId, workflowId);
        Certificate certificate = signed.certificate();
        Answer answer = new Answer(
                "/api/v1/certificates/" + certificate.id(),
                json.writeValueAsString(CertificateView.of(
                        certificate, order.annotations(), issuer.authority().certificateId())));
        SignedIssuance issuance = new SignedIssuance(
                issuer.authority().id(),
                certificate,
                IssuanceRows.fulfilledRequest(actor, certificate, signed.csr(), order.validityDays()),
                signed.privateKey(),
                IssuanceRows.auditEntry(actor, certificate),
                IssuanceRows.issuedEvent(certificate, order.names(), order.annotations()),
                key == null ? null : EarlierAnswers.answer(key, CREATED, answer.location(), answer.body()),
                checked.maximumCertificates());
        return new Prepared(issuance, answer, issuer);
    }
}
