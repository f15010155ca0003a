package dev.clm.api.protocol.publicfiles;

import dev.clm.api.certificate.authority.AuthorityName;
import dev.clm.api.http.description.Answers;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.authority.CertificateRevocationListRepository;
import dev.clm.secure.certificate.authority.CertificateRevocationListRepository.Latest;
import dev.clm.secure.certificate.authority.CrlScope;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * What relying parties fetch without a credential: authority certificates and CRLs, by the authority's public name. Every answer
 * has an entity tag, and to whoever has it already the answer is 304.
 */
@RestController
public class PublicPkiController {
    private static final MediaType PEM_CHAIN = MediaType.parseMediaType("application/pem-certificate-chain");
    private static final MediaType PKIX_CERT = MediaType.parseMediaType("application/pkix-cert");
    private static final MediaType PKIX_CRL = MediaType.parseMediaType("application/pkix-crl");
    private static final Duration BRIEFLY = Duration.ofSeconds(5);
    private static final Pattern SHARD = Pattern.compile("[1-9][0-9]{0,8}");

    private final PublishedFiles files;
    private final SecureDatabase secure;
    private final CertificateAuthorityRepository authorities;
    private final CertificateRevocationListRepository lists;
    private final Clock clock;

    PublicPkiController(
            PublishedFiles files,
            SecureDatabase secure,
            CertificateAuthorityRepository authorities,
            CertificateRevocationListRepository lists,
            Clock clock) {
        this.files = files;
        this.secure = secure;
        this.authorities = authorities;
        this.lists = lists;
        this.clock = clock;
    }

    /** The authority's certificate and the chain above it, root last: what `openssl verify -CAfile` takes. */
    @GetMapping("/pki/{ca}/ca.pem")
    @Answers(
            as = "application/pem-certificate-chain",
            headers = {"ETag", "Cache-Control"})
    @Answers(
            status = 304,
            headers = {"ETag", "Cache-Control"})
    public ResponseEntity<byte[]> chain(@PathVariable String ca) {
        return answer(
                PEM_CHAIN,
                read(
                        ca,
                        "ca.pem",
                        (tx, authority, known) -> new PublishedFile(
                                authority.encoded().pemWithChain().getBytes(StandardCharsets.US_ASCII),
                                authority.certificateId().toString(),
                                null,
                                null)));
    }

    /** The authority's certificate alone, DER: what caIssuers points to (RFC 5280, 4.2.2.1; RFC 2585). */
    @GetMapping("/pki/{ca}/ca.der")
    @Answers(
            as = "application/pkix-cert",
            headers = {"ETag", "Cache-Control"})
    @Answers(
            status = 304,
            headers = {"ETag", "Cache-Control"})
    public ResponseEntity<byte[]> certificate(@PathVariable String ca) {
        return answer(
                PKIX_CERT,
                read(
                        ca,
                        "ca.der",
                        (tx, authority, known) -> new PublishedFile(
                                authority.encoded().der(),
                                authority.certificateId().toString(),
                                null,
                                null)));
    }

    /** The latest full CRL, DER (RFC 5280, section 5; RFC 2585). */
    @GetMapping("/pki/{ca}/crl.der")
    @Answers(
            as = "application/pkix-crl",
            headers = {"ETag", "Cache-Control"})
    @Answers(
            status = 304,
            headers = {"ETag", "Cache-Control"})
    public ResponseEntity<byte[]> crl(@PathVariable String ca) {
        return list(ca, "crl.der", CrlScope::full);
    }

    /** What has changed since a large full CRL (RFC 5280, 5.2.4). */
    @GetMapping("/pki/{ca}/delta.crl")
    @Answers(
            as = "application/pkix-crl",
            headers = {"ETag", "Cache-Control"})
    @Answers(
            status = 304,
            headers = {"ETag", "Cache-Control"})
    public ResponseEntity<byte[]> delta(@PathVariable String ca) {
        return list(ca, "delta.crl", CrlScope::delta);
    }

    /** The part of the CRL that certificates of a large authority name (RFC 5280, 5.2.5). */
    @GetMapping("/pki/{ca}/crl/{shard}.der")
    @Answers(
            as = "application/pkix-crl",
            headers = {"ETag", "Cache-Control"})
    @Answers(
            status = 304,
            headers = {"ETag", "Cache-Control"})
    public ResponseEntity<byte[]> shard(@PathVariable String ca, @PathVariable String shard) {
        if (!SHARD.matcher(shard).matches()) {
            throw notFound();
        }
        return list(ca, "crl/" + shard + ".der", id -> new CrlScope(id, Integer.parseInt(shard)));
    }

    private ResponseEntity<byte[]> list(String ca, String file, Function<UUID, CrlScope> scopeOf) {
        return answer(PKIX_CRL, read(ca, file, (tx, authority, known) -> {
            CrlScope scope = scopeOf.apply(authority.id());
            Latest latest = lists.latest(tx, scope).orElseThrow(this::notFound);
            String version = Long.toString(latest.crlNumber());
            return known != null && known.version().equals(version)
                    ? known
                    : new PublishedFile(lists.read(tx, scope, latest), version, latest.storedAt(), latest.nextUpdate());
        }));
    }

    private ResponseEntity<byte[]> answer(MediaType type, PublishedFile file) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(BRIEFLY).cachePublic())
                .contentType(type)
                .eTag("\"" + file.version() + "\"")
                .headers(headers -> headers.setExpires(clock.instant().plus(BRIEFLY)));
        if (file.changedAt() != null) {
            answer.lastModified(file.changedAt());
        }
        return answer.body(file.content());
    }

    private PublishedFile read(String name, String file, Reading reading) {
        if (!AuthorityName.isWellFormed(name)) {
            throw notFound();
        }
        return files.file(
                PublicFileNames.of(name, file),
                known -> secure.inServiceRole(
                        "public files carry no tenant",
                        tx -> reading.of(tx, authorities.findPublished(tx, name).orElseThrow(this::notFound), known)));
    }

    private ClmException notFound() {
        return ClmException.of(ErrorCode.NOT_FOUND, "there is no such authority or list");
    }

    @FunctionalInterface
    private interface Reading {
        PublishedFile of(SecureTransaction tx, CertificateAuthority authority, PublishedFile known);
    }
}
