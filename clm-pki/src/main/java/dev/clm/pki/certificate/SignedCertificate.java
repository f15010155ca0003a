package dev.clm.pki.certificate;

import dev.clm.pki.encoding.PemEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.cert.X509CertificateHolder;

/** A finished certificate: the very bytes that were signed, and what they say, decoded once. Immutable. */
public final class SignedCertificate {
    private final byte[] der;
    private final X509CertificateHolder decoded;

    private SignedCertificate(byte[] der, X509CertificateHolder decoded) {
        this.der = der;
        this.decoded = decoded;
    }

    public static SignedCertificate of(X509CertificateHolder certificate) {
        try {
            return new SignedCertificate(certificate.getEncoded(), certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** `decoded` must have been read from `toBeSigned`. */
    static SignedCertificate of(
            byte[] toBeSigned, ASN1Encodable decoded, SignatureAlgorithm algorithm, byte[] signature) {
        DERBitString bits = new DERBitString(signature);
        return new SignedCertificate(
                RawDer.sequence(toBeSigned, RawDer.of(algorithm.identifier()), RawDer.of(bits)),
                new X509CertificateHolder(Certificate.getInstance(
                        new DERSequence(new ASN1Encodable[] {decoded, algorithm.identifier(), bits}))));
    }

    /** A copy of the encoding. */
    public byte[] der() {
        return der.clone();
    }

    public String pem() {
        return PemEncoding.certificate(der);
    }

    public X509CertificateHolder decoded() {
        return decoded;
    }
}
