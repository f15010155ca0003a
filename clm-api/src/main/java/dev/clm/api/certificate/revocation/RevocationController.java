package dev.clm.api.certificate.revocation;

import dev.clm.api.certificate.search.CertificateView;
import dev.clm.api.certificate.search.ReadCertificates;
import dev.clm.api.http.access.Requires;
import dev.clm.common.error.ClmException;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import dev.clm.pki.crl.RevocationReason;
import java.time.Instant;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** `POST /api/v1/certificates/{id}/revoke`. */
@RestController
public class RevocationController {
    private final RevokeCertificate revocation;
    private final ReadCertificates reading;

    public RevocationController(RevokeCertificate revocation, ReadCertificates reading) {
        this.revocation = revocation;
        this.reading = reading;
    }

    /** `reason` is one of the ten of schema.md; `unspecified` where it is left out. */
    public record Body(String reason, Instant invalidityDate) {
        private RevocationReason parsed() {
            RevocationReason parsed = reason == null ? RevocationReason.UNSPECIFIED : RevocationReason.of(reason);
            if (parsed == RevocationReason.REMOVE_FROM_CRL) {
                throw ClmException.invalid("reason", "not_a_revocation", "lifts a hold and does not revoke");
            }
            return parsed;
        }
    }

    @PostMapping("/api/v1/certificates/{id}/revoke")
    @Requires(Permission.CERTIFICATES_REVOKE)
    public CertificateView revoke(
            AuthenticatedCaller caller,
            @PathVariable UUID id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestBody Body body) {
        revocation.revoke(caller.actor(), id, body.parsed(), body.invalidityDate(), dryRun);
        return CertificateView.of(reading.annotated(caller.actor(), id));
    }
}
