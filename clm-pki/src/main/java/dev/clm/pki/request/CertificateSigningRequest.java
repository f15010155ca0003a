package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import dev.clm.pki.encoding.PemEncoding;
import dev.clm.pki.encoding.StrictDer;
import dev.clm.pki.publickey.PublicKeyChecks;
import dev.clm.pki.publickey.SubjectPublicKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;

/**
 * A PKCS #10 request (RFC 2986) that was found good: its key is sound and signed it, its subject, names and extensions are
 * valid. Whatever is wrong is refused with field `csr`; what is asked for but not granted, see {@link RequestedExtensions}.
 */
public final class CertificateSigningRequest {
    static final String FIELD = "csr";
    private static final String NOT_IN_DER = "is not in DER: its attributes, or the values of another set, are not in"
            + " ascending order (X.690, 11.6): make it again with a tool that sorts them, such as openssl req";

    private final byte[] der;
    private final SubjectName subject;
    private final SubjectPublicKey publicKey;
    private final RequestSignatureAlgorithm signatureAlgorithm;
    private final RequestAttributes attributes;
    private final List<SubjectAlternativeName> names;

    private CertificateSigningRequest(byte[] der, CertificationRequest request) throws IOException {
        CertificationRequestInfo info = request.getCertificationRequestInfo();
        this.publicKey = PublicKeyChecks.accept(info.getSubjectPublicKeyInfo(), FIELD);
        this.signatureAlgorithm = ProofOfPossession.verify(request, publicKey);
        this.subject = SubjectName.of(info.getSubject(), FIELD);
        this.attributes = RequestAttributes.read(info.getAttributes());
        this.der = attributes.password() ? withoutPassword(request) : der.clone();
        this.names = SubjectAlternativeNames.union(
                extensions().subjectAlternativeNames(), subject.email().stream().toList(), FIELD);
    }

    /** From the text of a request's `csr` field, which may be null. */
    public static CertificateSigningRequest parse(String pem) {
        return parse(CsrPem.decode(pem));
    }

    static CertificateSigningRequest parse(byte[] der) {
        try {
            CertificationRequest request = CertificationRequest.getInstance(StrictDer.parse(der));
            requireVersionOneAndNothingElse(request, der);
            return new CertificateSigningRequest(der, request);
        } catch (ClmException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw malformed();
        }
    }

    private static void requireVersionOneAndNothingElse(CertificationRequest request, byte[] der) throws IOException {
        CertificationRequestInfo info = request.getCertificationRequestInfo();
        // Rebuilt from what was understood of it: elements beyond the definition are missing there.
        boolean complete = Arrays.equals(request.getEncoded(ASN1Encoding.DER), der);
        if (!complete && hasSameOctets(request.getEncoded(ASN1Encoding.DER), der)) {
            throw ClmException.invalid(FIELD, "malformed_csr", NOT_IN_DER);
        }
        if (!complete || !info.getVersion().hasValue(0)) {
            throw malformed();
        }
    }

    /** In whatever order: the values of a set were sorted. */
    private static boolean hasSameOctets(byte[] sorted, byte[] der) {
        byte[] one = sorted.clone();
        byte[] other = der.clone();
        Arrays.sort(one);
        Arrays.sort(other);
        return Arrays.equals(one, other);
    }

    private static ClmException malformed() {
        return ClmException.invalid(FIELD, "malformed_csr", "must be a PKCS #10 request in DER, in PEM");
    }

    public SubjectName subject() {
        return subject;
    }

    public SubjectPublicKey publicKey() {
        return publicKey;
    }

    public RequestSignatureAlgorithm signatureAlgorithm() {
        return signatureAlgorithm;
    }

    public RequestedExtensions extensions() {
        return attributes.extensions();
    }

    /** Attributes that are left out; for extensions and usages see {@link RequestedExtensions#beyond}. */
    public List<Omission> omittedAttributes() {
        return attributes.omitted();
    }

    /**
     * What a stored request's key has signed. Two requests with one such part show possession once: of an ECDSA signature
     * anybody makes another, (r, n - s), without the key.
     */
    public static byte[] signedPart(byte[] der) {
        try {
            return CertificationRequest.getInstance(der)
                    .getCertificationRequestInfo()
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its signature was verified before and no longer fits. */
    private static byte[] withoutPassword(CertificationRequest request) throws IOException {
        CertificationRequestInfo info = request.getCertificationRequestInfo();
        return new CertificationRequest(
                        new CertificationRequestInfo(
                                info.getSubject(),
                                info.getSubjectPublicKeyInfo(),
                                RequestAttributes.withoutPassword(info.getAttributes())),
                        request.getSignatureAlgorithm(),
                        request.getSignature())
                .getEncoded(ASN1Encoding.DER);
    }

    /** The names of the request's subjectAltName, and the subject's e-mail address (RFC 5280, 4.1.2.6), each once. */
    public List<SubjectAlternativeName> subjectAlternativeNames() {
        return names;
    }

    /** A copy of the value of der_encoded_csr: the request as it came, but for a challenge password. */
    public byte[] der() {
        return der.clone();
    }

    /** The value of pem_encoded_csr, in the strict form of RFC 7468 without any text around it. */
    public String pem() {
        return PemEncoding.certificateRequest(der);
    }
}
