package dev.clm.api.certificateauthority;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.secure.certificateauthority.CertificateAuthority;
import dev.clm.secure.certificateauthority.CertificateAuthorityRepository;
import dev.clm.secure.certificateauthority.CertificateRevocationListRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
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

    private final SecureDatabase secure;
    private final CertificateAuthorityRepository authorities;
    private final CertificateRevocationListRepository lists;

    public PublicPkiController(
            SecureDatabase secure,
            CertificateAuthorityRepository authorities,
            CertificateRevocationListRepository lists) {
        this.secure = secure;
        this.authorities = authorities;
        this.lists = lists;
    }

    /** The authority's certificate and the chain above it, root last: what `openssl verify -CAfile` takes. */
    @GetMapping("/pki/{ca}/ca.pem")
    public ResponseEntity<String> certificate(@PathVariable String ca) {
        String pem = read(ca, (tx, authority) -> authority.pem() + String.join("", authority.chain()));
        return ResponseEntity.ok().cacheControl(BRIEFLY).contentType(PEM_CHAIN).body(pem);
    }

    /** The latest full CRL, DER (RFC 5280, section 5; RFC 2585). */
    @GetMapping("/pki/{ca}/crl.der")
    public ResponseEntity<byte[]> crl(@PathVariable String ca) {
        byte[] crl =
                read(ca, (tx, authority) -> lists.latest(tx, authority.id()).orElseThrow(this::notFound));
        return ResponseEntity.ok().cacheControl(BRIEFLY).contentType(PKIX_CRL).body(crl);
    }

    private <R> R read(String name, BiFunction<SecureTransaction, CertificateAuthority, R> reading) {
        return secure.inServiceRole(
                "public files carry no tenant",
                tx -> reading.apply(tx, authorities.findByName(tx, name).orElseThrow(this::notFound)));
    }

    private ClmException notFound() {
        return ClmException.of(ErrorCode.NOT_FOUND, "there is no such authority");
    }
}
