package dev.clm.api.certificate.search;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.description.Answers;
import dev.clm.api.http.description.Codes;
import dev.clm.api.http.description.Takes;
import dev.clm.api.http.web.EntityTag;
import dev.clm.common.field.Page;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import dev.clm.core.inventory.metadata.AnnotationChange;
import dev.clm.core.inventory.search.CertificateSearch;
import dev.clm.pki.certificate.EncodedCertificate;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** `/api/v1/certificates`, everything but issuing, revoking and exporting. */
@RestController
@RequestMapping("/api/v1/certificates")
public class CertificateController {
    private static final String SEVERAL = "one, or up to 20 separated by commas, of which one is enough";
    private static final MediaType PEM_CHAIN = MediaType.parseMediaType("application/pem-certificate-chain");
    private static final MediaType PKIX_CERT = MediaType.parseMediaType("application/pkix-cert");
    private static final MediaType PKCS7 = MediaType.parseMediaType("application/pkcs7-mime");

    private final ReadCertificates reading;
    private final ChangeCertificate changes;

    public CertificateController(ReadCertificates reading, ChangeCertificate changes) {
        this.reading = reading;
        this.changes = changes;
    }

    @GetMapping
    @Requires(Permission.CERTIFICATES_READ)
    @Parameter(
            name = "q",
            in = ParameterIn.QUERY,
            description = "words in names and notes, or a whole serial number, thumbprint, tag, name or certificate_id")
    @Parameter(
            name = "certificate_id",
            in = ParameterIn.QUERY,
            explode = Explode.FALSE,
            description = "the name for people, or the id; " + SEVERAL)
    @Parameter(
            name = "serial_number",
            in = ParameterIn.QUERY,
            explode = Explode.FALSE,
            description = "hex in either case, with or without colons; " + SEVERAL)
    @Parameter(
            name = "thumbprint_sha256",
            in = ParameterIn.QUERY,
            explode = Explode.FALSE,
            description = "64 hex digits in either case, with or without colons; " + SEVERAL)
    @Parameter(
            name = "thumbprint_sha1",
            in = ParameterIn.QUERY,
            explode = Explode.FALSE,
            description = "40 hex digits in either case, with or without colons; " + SEVERAL)
    @Parameter(name = "common_name", in = ParameterIn.QUERY)
    @Parameter(
            name = "san",
            in = ParameterIn.QUERY,
            description = "a subject alternative name; *.example.com for all hosts below")
    @Parameter(
            name = "issuer_id",
            in = ParameterIn.QUERY,
            explode = Explode.FALSE,
            description = "ids of authorities; " + SEVERAL)
    @Parameter(name = "issuer_dn", in = ParameterIn.QUERY, description = "as issuer_dn is shown")
    @Parameter(
            name = "extended_key_usage",
            in = ParameterIn.QUERY,
            explode = Explode.FALSE,
            description =
                    "serverAuth, clientAuth, codeSigning, emailProtection, timeStamping, OCSPSigning or an object identifier; "
                            + SEVERAL)
    @Parameter(
            name = "key_algorithm",
            in = ParameterIn.QUERY,
            explode = Explode.FALSE,
            description = "RSA, ECDSA, Ed25519 or Ed448; " + SEVERAL)
    @Parameter(name = "status", in = ParameterIn.QUERY, explode = Explode.FALSE, description = SEVERAL)
    @Parameter(name = "certificate_type", in = ParameterIn.QUERY, explode = Explode.FALSE, description = SEVERAL)
    @Parameter(name = "environment", in = ParameterIn.QUERY, explode = Explode.FALSE, description = SEVERAL)
    @Parameter(name = "tag", in = ParameterIn.QUERY, explode = Explode.FALSE, description = SEVERAL)
    @Parameter(name = "owner_user_id", in = ParameterIn.QUERY, explode = Explode.FALSE, description = SEVERAL)
    @Parameter(name = "not_after_before", in = ParameterIn.QUERY, description = "an RFC 3339 time")
    @Parameter(name = "not_after_after", in = ParameterIn.QUERY, description = "an RFC 3339 time")
    @Parameter(name = "include_deleted", in = ParameterIn.QUERY, description = "true or false")
    @Parameter(
            name = "sort",
            in = ParameterIn.QUERY,
            description = "created_at, not_after or common_name; - in front for descending")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 500; 50 where it is left out")
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next_cursor of the page before")
    public Page<CertificateSummary> search(AuthenticatedCaller caller, HttpServletRequest request) {
        return reading.search(caller.actor(), CertificateSearch.of(request::getParameter));
    }

    @GetMapping("/{id}")
    @Requires(Permission.CERTIFICATES_READ)
    @Answers(headers = "ETag")
    public ResponseEntity<CertificateView> read(AuthenticatedCaller caller, @PathVariable UUID id) {
        return view(caller, id);
    }

    /** The certificate and the chain above it, leaf first. */
    @GetMapping("/{id}/pem")
    @Requires(Permission.CERTIFICATES_READ)
    @Answers(as = "application/pem-certificate-chain")
    public ResponseEntity<String> pem(AuthenticatedCaller caller, @PathVariable UUID id) {
        return ResponseEntity.ok()
                .contentType(PEM_CHAIN)
                .body(encoded(caller, id).pemWithChain());
    }

    @GetMapping("/{id}/der")
    @Requires(Permission.CERTIFICATES_READ)
    @Answers(as = "application/pkix-cert")
    public ResponseEntity<byte[]> der(AuthenticatedCaller caller, @PathVariable UUID id) {
        return ResponseEntity.ok()
                .contentType(PKIX_CERT)
                .body(encoded(caller, id).der());
    }

    /** The certificate and the chain above it as PKCS#7, certificates only (RFC 5652, 5). */
    @GetMapping("/{id}/chain")
    @Requires(Permission.CERTIFICATES_READ)
    @Answers(as = "application/pkcs7-mime")
    public ResponseEntity<byte[]> chain(AuthenticatedCaller caller, @PathVariable UUID id) {
        return ResponseEntity.ok()
                .contentType(PKCS7)
                .body(encoded(caller, id).path().pkcs7());
    }

    @PatchMapping("/{id}")
    @Requires(Permission.CERTIFICATES_UPDATE)
    @Parameter(name = "If-Match", in = ParameterIn.HEADER, description = "the ETag that must still be true")
    @Answers(headers = "ETag")
    @Takes(ChangeCertificateBody.MembersBody.class)
    public ResponseEntity<CertificateView> patch(
            AuthenticatedCaller caller,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestBody Map<String, Object> body) {
        ChangeCertificateBody wanted = new ChangeCertificateBody(body);
        AnnotationChange annotations = wanted.annotations();
        changes.change(caller.actor(), id, wanted.newOwner(), annotations, EntityTag.expected(request));
        return view(caller, id);
    }

    @DeleteMapping("/{id}")
    @Requires(Permission.CERTIFICATES_DELETE)
    @Parameter(name = "If-Match", in = ParameterIn.HEADER, description = "the ETag that must still be true")
    @Answers(with = DryRun.class)
    @Answers(status = 204)
    public ResponseEntity<DryRun> delete(
            AuthenticatedCaller caller,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun) {
        changes.delete(caller.actor(), id, dryRun, EntityTag.expected(request));
        return dryRun
                ? ResponseEntity.ok(new DryRun(true, "delete", id))
                : ResponseEntity.noContent().build();
    }

    @PostMapping("/{id}/restore")
    @Requires(Permission.CERTIFICATES_DELETE)
    @Answers(headers = "ETag")
    public ResponseEntity<CertificateView> restore(AuthenticatedCaller caller, @PathVariable UUID id) {
        changes.restore(caller.actor(), id);
        return view(caller, id);
    }

    /** What a destructive call would have done. */
    @Schema(name = "PlannedDeletion")
    public record DryRun(
            boolean dryRun, @Codes(names = "delete") String operation, UUID id) {}

    private ResponseEntity<CertificateView> view(AuthenticatedCaller caller, UUID id) {
        AnnotatedCertificate found = reading.annotated(caller.actor(), id);
        return ResponseEntity.ok().eTag(EntityTag.of(found.version())).body(CertificateView.of(found));
    }

    private EncodedCertificate encoded(AuthenticatedCaller caller, UUID id) {
        return reading.certificate(caller.actor(), id).encoded();
    }
}
