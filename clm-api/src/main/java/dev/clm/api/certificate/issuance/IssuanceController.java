package dev.clm.api.certificate.issuance;

import static dev.clm.api.certificate.issuance.IssueCertificate.step;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.clm.api.certificate.issuance.IssueCertificate.Issued;
import dev.clm.api.certificate.search.CertificateView;
import dev.clm.api.http.access.Requires;
import dev.clm.api.http.description.Answers;
import dev.clm.api.http.idempotency.FirstAnswer;
import dev.clm.api.http.idempotency.IdempotencyHeader;
import dev.clm.api.http.idempotency.StoredAnswers;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.tenant.Actor;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import dev.clm.pki.request.Omission;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** `POST /api/v1/certificates` and its what-if. */
@RestController
@RequestMapping("/api/v1/certificates")
public class IssuanceController {
    private static final int CREATED = 201;

    private final IssueCertificate issueCertificate;
    private final EvaluateRequest evaluation;
    private final StoredAnswers answers;
    private final JsonMapper json;

    public IssuanceController(
            IssueCertificate issueCertificate, EvaluateRequest evaluation, StoredAnswers answers, JsonMapper json) {
        this.issueCertificate = issueCertificate;
        this.evaluation = evaluation;
        this.answers = answers;
        this.json = json;
    }

    /** The certificate; `omitted` tells what the request asked for and is not in it, where there is any. */
    @Schema(name = "IssuedCertificate")
    public record View(
            @JsonUnwrapped CertificateView certificate,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Omission> omitted) {

        static View of(Issued issued) {
            return new View(CertificateView.of(issued.annotated()), issued.omitted());
        }
    }

    /** Steps 1 to 3 and 8 of docs/ISSUANCE.md, around the use case. */
    @PostMapping
    @Requires(Permission.CERTIFICATES_CREATE)
    @Answers(status = 201, with = View.class, headers = "Location", once = true)
    public ResponseEntity<String> issue(
            AuthenticatedCaller caller, HttpServletRequest request, @RequestBody IssueCertificateBody body) {
        FailPoint.reach("issuance.1.after");
        FirstAnswer<Issued> answer = new FirstAnswer<>(
                IdempotencyHeader.of(request, caller.actor()),
                CREATED,
                issued -> "/api/v1/certificates/"
                        + issued.annotated().certificate().id(),
                issued -> json.writeValueAsString(View.of(issued)));
        ResponseEntity<String> sent = answers.alone(
                answer,
                () -> step(2, caller.actor(), () -> answers.earlier(answer))
                        .orElseGet(() -> answers.first(answer, () -> issue(caller.actor(), body, answer))));
        FailPoint.reach("issuance.8.before");
        return sent;
    }

    @PostMapping("/evaluate")
    @Requires(Permission.CERTIFICATES_CREATE)
    public EvaluateRequest.Verdict evaluate(AuthenticatedCaller caller, @RequestBody IssueCertificateBody body) {
        return evaluation.evaluate(
                caller.actor(), () -> body.checked(caller.actor().userId()));
    }

    private Issued issue(Actor actor, IssueCertificateBody body, FirstAnswer<Issued> answer) {
        CheckedRequest checked = step(3, actor, () -> body.checked(actor.userId()));
        return issueCertificate.issue(actor, checked, answer::toStore);
    }
}
