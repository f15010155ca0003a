package dev.clm.pki.cms;

import dev.clm.pki.certificate.SerialNumber;
import dev.clm.pki.certificate.SignedCertificate;
import dev.clm.pki.publickey.SubjectKeyPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/**
 * The self-signed certificate of the platform's signer. It is pinned by whoever checks what it signed, belongs to no authority,
 * and so outlives every one that may have to be mistrusted (docs/decisions/0011-completion-record.md).
 */
public final class SignerCertificate {
    public static final String COMMON_NAME = "CLM platform signer";
    /** Records are checked years later. */
    public static final int VALIDITY_DAYS = 3650;

    private static final Duration BACKDATE = Duration.ofSeconds(60);

    private SignerCertificate() {}

    /** @param pair ECDSA on P-256 */
    public static SignedCertificate selfSigned(SubjectKeyPair pair, Instant now, SecureRandom random) {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, COMMON_NAME)
                .build();
        Instant notBefore = now.minus(BACKDATE);
        X509v3CertificateBuilder certificate = new X509v3CertificateBuilder(
                name,
                SerialNumber.random(random).value(),
                Date.from(notBefore),
                Date.from(notBefore.plus(Duration.ofDays(VALIDITY_DAYS)).minusSeconds(1)),
                name,
                pair.publicKey().info());
        byte[] pkcs8 = pair.pkcs8ForCallerToZero();
        try {
            certificate
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new SubjectKeyIdentifier(pair.publicKey().keyIdentifier()));
            return SignedCertificate.of(
                    certificate.build(new BcECContentSignerBuilder(RecordSignature.SIGNATURE, RecordSignature.DIGEST)
                            .build(PrivateKeyFactory.createKey(pkcs8))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("a record certificate could not be signed", e);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }
}
