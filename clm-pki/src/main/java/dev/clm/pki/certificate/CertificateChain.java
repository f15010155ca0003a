package dev.clm.pki.certificate;

import dev.clm.pki.encoding.PemEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;

/** Certificates in the order of a path, each issued by the next, the root last. Never empty. */
public record CertificateChain(List<X509CertificateHolder> certificates) {
    public CertificateChain {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("a chain has at least one certificate");
        }
    }

    public static CertificateChain of(X509CertificateHolder... certificates) {
        return new CertificateChain(List.of(certificates));
    }

    public static CertificateChain ofPem(String pem) {
        return new CertificateChain(PemEncoding.certificates(pem));
    }

    /** The chain of a certificate that the first one of this chain has issued. */
    public CertificateChain precededBy(X509CertificateHolder issued) {
        List<X509CertificateHolder> longer = new ArrayList<>();
        longer.add(issued);
        longer.addAll(certificates);
        return new CertificateChain(longer);
    }

    /** `application/pem-certificate-chain` (RFC 8555 9.1). */
    public String pem() {
        return pemEach().stream().collect(Collectors.joining());
    }

    public List<String> pemEach() {
        return certificates.stream().map(c -> PemEncoding.certificate(der(c))).toList();
    }

    /**
     * `application/pkcs7-mime; smime-type=certs-only` (RFC 5652 5.1, RFC 8551 3.8), DER: the certificates are a set, which DER
     * sorts by its bytes, so the order of the path is lost.
     */
    public byte[] pkcs7() {
        ASN1Encodable[] set = certificates.stream()
                .map(X509CertificateHolder::toASN1Structure)
                .toArray(ASN1Encodable[]::new);
        DERSequence signedData = new DERSequence(new ASN1Encodable[] {
            new ASN1Integer(1),
            new DERSet(),
            new DERSequence(CMSObjectIdentifiers.data),
            new DERTaggedObject(false, 0, new DERSet(set)),
            new DERSet()
        });
        return encoded(new DERSequence(
                new ASN1Encodable[] {CMSObjectIdentifiers.signedData, new DERTaggedObject(true, 0, signedData)}));
    }

    /** The bytes of one certificate as they were signed. */
    public static byte[] der(X509CertificateHolder certificate) {
        try {
            return certificate.getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] encoded(ASN1Object object) {
        try {
            return object.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
