package dev.clm.api.certificate.revocation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.clm.api.certificate.search.AnnotatedCertificate;
import dev.clm.api.certificate.search.CertificateView;
import dev.clm.api.certificate.search.ReadCertificates;
import dev.clm.api.http.access.Requires;
import dev.clm.api.http.description.Answers;
import dev.clm.api.http.description.Codes;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import dev.clm.pki.crl.RevocationReason;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** `POST /api/v1/certificates/{id}/revoke` and `/unrevoke`: the certificate as it is then, or what a dry run would have done. */
@RestController
@RequestMapping("/api/v1/certificates/{id}")
public class RevocationController {
    private static final String NOT_READ =
            "what people wrote on the certificate (tags, category, environment, custom_fields, notes) cannot be read now";

    private final RevokeCertificate revocation;
    private final LiftHold lifting;
    private final ReadCertificates reading;

    public RevocationController(RevokeCertificate revocation, LiftHold lifting, ReadCertificates reading) {
        this.revocation = revocation;
        this.lifting = lifting;
        this.reading = reading;
    }

    /** `reason` is one of the ten of schema.md; `unspecified` where it is left out. */
    @Schema(name = "RevokeCertificateBody")
    public record Body(
            @Codes(of = RevocationReason.class, except = "remove_from_crl")
            String reason,

            Instant invalidityDate) {}

    /** The certificate, and what its revocation will not reach. */
    @Schema(
            name = "RevokedCertificate",
            description =
                    "The certificate as it is now. What is committed is answered with 200 even where its tags, category,"
                            + " environment, custom_fields and notes cannot be read: then these are empty, and `warnings` says so")
    public record Revoked(
            @JsonUnwrapped CertificateView certificate,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {}

    @PostMapping("/revoke")
    @Requires(Permission.CERTIFICATES_REVOKE)
    @Answers(with = {Revoked.class, PlannedRevocation.class})
    public ResponseEntity<Object> revoke(
            AuthenticatedCaller caller,
            @PathVariable UUID id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestBody Body body) {
        RevocationRequest wanted = RevocationRequest.of(id, body.reason(), body.invalidityDate());
        return answer(caller, revocation.revoke(caller.actor(), wanted, dryRun), dryRun);
    }

    @PostMapping("/unrevoke")
    @Requires(Permission.CERTIFICATES_REVOKE)
    @Answers(with = {Revoked.class, PlannedRevocation.class})
    public ResponseEntity<Object> unrevoke(
            AuthenticatedCaller caller,
            @PathVariable UUID id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun) {
        return answer(caller, lifting.lift(caller.actor(), id, dryRun), dryRun);
    }

    /** What is committed is told as done, whatever cannot be read any more. */
    private ResponseEntity<Object> answer(AuthenticatedCaller caller, RevocationOutcome outcome, boolean dryRun) {
        PlannedRevocation planned = outcome.planned();
        if (dryRun) {
            return ResponseEntity.ok(planned);
        }
        Optional<AnnotatedCertificate> read = reading.withAnnotations(caller.actor(), outcome.changed());
        List<String> warnings = read.isPresent()
                ? planned.warnings()
                : Stream.concat(planned.warnings().stream(), Stream.of(NOT_READ))
                        .toList();
        return ResponseEntity.ok(new Revoked(CertificateView.of(read.orElse(outcome.changed())), warnings));
    }
}
