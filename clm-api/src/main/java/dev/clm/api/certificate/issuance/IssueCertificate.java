package dev.clm.api.certificate.issuance;

import dev.clm.api.certificate.search.AnnotatedCertificate;
import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.tenant.Actor;
import dev.clm.pki.request.Omission;
import dev.clm.secure.certificate.issued.IssuedCertificates;
import dev.clm.secure.certificate.issued.NewCertificate;
import dev.clm.secure.certificate.issued.StoringOutcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;

/** Issues one certificate: steps 4 to 7 of docs/ISSUANCE.md. Those before and after are the door's. */
@Service
public class IssueCertificate {
    private final AllowRequest allowance;
    private final Issuers issuers;
    private final SignCertificate signing;
    private final IssuedCertificates certificates;
    private final WriteMetadata metadata;
    private final IssuanceMetrics metrics;

    public IssueCertificate(
            AllowRequest allowance,
            Issuers issuers,
            SignCertificate signing,
            IssuedCertificates certificates,
            WriteMetadata metadata,
            IssuanceMetrics metrics) {
        this.allowance = allowance;
        this.issuers = issuers;
        this.signing = signing;
        this.certificates = certificates;
        this.metadata = metadata;
        this.metrics = metrics;
    }

    /**
     * `firstAnswer` gives what is to be stored for repeated requests, if anything.
     *
     * @throws dev.clm.common.error.ClmException IDEMPOTENCY_KEY_IN_USE where another process stored its answer first
     */
    public Issued issue(Actor actor, CheckedRequest request, Function<Issued, Optional<IdempotentAnswer>> firstAnswer) {
        Allowed allowed = step(4, actor, () -> check(actor, request));
        NewCertificate signed =
                step(5, actor, () -> signing.sign(actor, request, allowed.issuer(), allowed.decision()));
        Issued issued = new Issued(
                new AnnotatedCertificate(
                        signed.certificate(),
                        request.annotations(),
                        allowed.issuer().authority().certificateId()),
                request.omitted());
        OutboxEvent event =
                step(6, actor, () -> store(signed.answeredWith(firstAnswer.apply(issued)), allowed.issuer()));
        metrics.issued(request.type());
        return step(7, actor, () -> {
            metadata.writeOrLeaveToRelay(event);
            return issued;
        });
    }

    /** The certificate, and what was asked for and is not in it. */
    public record Issued(AnnotatedCertificate annotated, List<Omission> omitted) {}

    /** Runs one step between its fail points. */
    static <R> R step(int number, Actor actor, Supplier<R> work) {
        FailPoint.reach("issuance." + number + ".before", actor.organizationId());
        R result = work.get();
        FailPoint.reach("issuance." + number + ".after", actor.organizationId());
        return result;
    }

    private record Allowed(PolicyDecision decision, Issuer issuer) {}

    private Allowed check(Actor actor, CheckedRequest request) {
        PolicyDecision decision = allowance.decide(actor, request);
        return new Allowed(decision, allowance.issuer(actor, request, decision));
    }

    private OutboxEvent store(NewCertificate signed, Issuer issuer) {
        StoringOutcome outcome = certificates.store(signed);
        if (outcome.ending() == StoringOutcome.Ending.ISSUER_NOT_IN_FORCE) {
            issuers.forget(issuer);
        }
        return outcome.orRefuse();
    }
}
