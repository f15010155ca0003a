package dev.clm.api.certificate.issuance;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.idempotency.IdempotencyHeader;
import dev.clm.api.http.idempotency.IdempotencyRequest;
import dev.clm.api.http.idempotency.InFlightRequests;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** `POST /api/v1/certificates` and its what-if. */
@RestController
@RequestMapping("/api/v1/certificates")
public class IssuanceController {
    private final IssueCertificate issueCertificate;
    private final EvaluateRequest evaluation;
    private final InFlightRequests running;

    public IssuanceController(IssueCertificate issueCertificate, EvaluateRequest evaluation, InFlightRequests running) {
        this.issueCertificate = issueCertificate;
        this.evaluation = evaluation;
        this.running = running;
    }

    @PostMapping
    @Requires(Permission.CERTIFICATES_CREATE)
    public ResponseEntity<String> issue(
            AuthenticatedCaller caller, HttpServletRequest request, @RequestBody IssueCertificateBody body) {
        FailPoint.reach("issuance.1.after");
        Optional<IdempotencyRequest> key = IdempotencyHeader.of(request, caller.actor());
        IssueCertificate.Answer answer = key.isPresent()
                ? running.alone(key.get(), () -> issueCertificate.issue(caller.actor(), body, key.get()))
                : issueCertificate.issue(caller.actor(), body, null);
        FailPoint.reach("issuance.8.before");
        return ResponseEntity.created(URI.create(answer.location()))
                .contentType(MediaType.APPLICATION_JSON)
                .body(answer.body());
    }

    @PostMapping("/evaluate")
    @Requires(Permission.CERTIFICATES_CREATE)
    public EvaluateRequest.Verdict evaluate(AuthenticatedCaller caller, @RequestBody IssueCertificateBody body) {
        return evaluation.evaluate(caller.actor(), body);
    }
}
