package dev.clm.pki.certificate;

import dev.clm.pki.encoding.Fingerprint;
import dev.clm.pki.publickey.SubjectPublicKey;
import dev.clm.pki.request.Rfc4514;
import java.time.Instant;
import java.util.HexFormat;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * What a certificate says, in the form of the columns of certificates.
 *
 * @param serialNumber lower-case hex without separators
 * @param subjectAlternativeNames a JSON array of {"type","value"}
 * @param keySize modulus bits of RSA, field bits of a curve
 * @param publicKeySha256 SHA-256 of the DER SubjectPublicKeyInfo, lower-case hex
 * @param crlShard the shard whose list it names, 0 for the full list
 */
public record CertificateFacts(
        String commonName,
        String subjectDn,
        String issuerDn,
        String serialNumber,
        String subjectAlternativeNames,
        String keyAlgorithm,
        Integer keySize,
        String signatureAlgorithm,
        Instant notBefore,
        Instant notAfter,
        String thumbprintSha256,
        String thumbprintSha1,
        String publicKeySha256,
        String subjectKeyIdentifier,
        String authorityKeyIdentifier,
        int crlShard) {

    /** Reads a certificate that this service has made; `commonName` is what people know it by, its names are JSON. */
    public static CertificateFacts of(SignedCertificate signed, String commonName, String names, SubjectPublicKey key) {
        X509CertificateHolder certificate = signed.decoded();
        byte[] der = signed.der();
        AuthorityKeyIdentifier issuerKey = AuthorityKeyIdentifier.fromExtensions(certificate.getExtensions());
        return new CertificateFacts(
                commonName,
                Rfc4514.format(certificate.getSubject()),
                Rfc4514.format(certificate.getIssuer()),
                new SerialNumber(certificate.getSerialNumber()).hex(),
                names,
                key.algorithm().wireName(),
                key.size(),
                SignatureAlgorithm.of(certificate.getSignatureAlgorithm()).displayName(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                Fingerprint.sha256(der),
                Fingerprint.sha1(der),
                key.sha256(),
                hex(SubjectKeyIdentifier.fromExtensions(certificate.getExtensions())
                        .getKeyIdentifier()),
                issuerKey == null ? null : hex(issuerKey.getKeyIdentifierOctets()),
                PublicationUrls.crlShardOf(certificate));
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }
}
