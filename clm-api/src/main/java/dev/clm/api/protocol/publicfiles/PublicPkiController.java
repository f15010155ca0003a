package dev.clm.api.protocol.publicfiles;

import dev.clm.api.certificate.authority.AuthorityName;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.authority.CertificateRevocationListRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BiFunction;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What relying parties fetch without a credential: authority certificates and CRLs, by the authority's public name. */
@RestController
public class PublicPkiController {
    private static final MediaType PEM_CHAIN = MediaType.parseMediaType("application/pem-certificate-chain");
    private static final MediaType PKIX_CRL = MediaType.parseMediaType("application/pkix-crl");
    private static final CacheControl BRIEFLY =
            CacheControl.maxAge(Duration.ofSeconds(5)).cachePublic();

    private final PublishedFiles files;
    private final SecureDatabase secure;
    private final CertificateAuthorityRepository authorities;
    private final CertificateRevocationListRepository lists;

    PublicPkiController(
            PublishedFiles files,
            SecureDatabase secure,
            CertificateAuthorityRepository authorities,
            CertificateRevocationListRepository lists) {
        this.files = files;
        this.secure = secure;
        this.authorities = authorities;
        this.lists = lists;
    }

    /** The authority's certificate and the chain above it, root last: what `openssl verify -CAfile` takes. */
    @GetMapping("/pki/{ca}/ca.pem")
    public ResponseEntity<byte[]> certificate(@PathVariable String ca) {
        return answer(
                PEM_CHAIN,
                read(
                        ca,
                        "ca.pem",
                        (tx, authority) -> authority.encoded().pemWithChain().getBytes(StandardCharsets.US_ASCII)));
    }

    /** The latest full CRL, DER (RFC 5280, section 5; RFC 2585). */
    @GetMapping("/pki/{ca}/crl.der")
    public ResponseEntity<byte[]> crl(@PathVariable String ca) {
        return answer(
                PKIX_CRL,
                read(
                        ca,
                        "crl.der",
                        (tx, authority) -> lists.latest(tx, authority.id()).orElseThrow(this::notFound)));
    }

    private static ResponseEntity<byte[]> answer(MediaType type, byte[] content) {
        return ResponseEntity.ok().cacheControl(BRIEFLY).contentType(type).body(content);
    }

    private byte[] read(String name, String file, BiFunction<SecureTransaction, CertificateAuthority, byte[]> reading) {
        if (!AuthorityName.isWellFormed(name)) {
            throw notFound();
        }
        return files.file(
                name + "/" + file,
                () -> secure.inServiceRole(
                        "public files carry no tenant",
                        tx -> reading.apply(tx, authorities.findByName(tx, name).orElseThrow(this::notFound))));
    }

    private ClmException notFound() {
        return ClmException.of(ErrorCode.NOT_FOUND, "there is no such authority");
    }
}
