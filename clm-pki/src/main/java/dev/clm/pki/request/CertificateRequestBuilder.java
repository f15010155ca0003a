package dev.clm.pki.request;

import dev.clm.pki.publickey.BouncyCastle;
import dev.clm.pki.publickey.SubjectKeyPair;
import java.io.IOException;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** Makes the request where the service makes the key. It passes the same checks as one from outside: that tests the fresh key, too. */
public final class CertificateRequestBuilder {
    private CertificateRequestBuilder() {}

    public static CertificateSigningRequest build(
            SubjectName subject, List<SubjectAlternativeName> names, SubjectKeyPair keyPair) {
        PKCS10CertificationRequestBuilder builder = new PKCS10CertificationRequestBuilder(
                subject.toX500Name(), keyPair.publicKey().info());
        try {
            if (!names.isEmpty()) {
                builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions(subject, names));
            }
            return CertificateSigningRequest.parse(
                    builder.build(signer(keyPair)).getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("a fresh key must sign its request", e);
        }
    }

    private static Extensions extensions(SubjectName subject, List<SubjectAlternativeName> names) throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        // RFC 5280, 4.2.1.6: critical where the subject is empty.
        extensions.addExtension(
                Extension.subjectAlternativeName, subject.isEmpty(), SubjectAlternativeNames.toGeneralNames(names));
        return extensions.generate();
    }

    /** Not by the JDK, whose RSA keeps the private exponent of every key that has signed, for blinding, for good (K5). */
    private static ContentSigner signer(SubjectKeyPair keyPair) throws OperatorCreationException {
        String algorithm = RequestSignatureAlgorithm.preferredFor(
                        keyPair.publicKey().spec())
                .jcaName();
        return new JcaContentSignerBuilder(algorithm)
                .setProvider(BouncyCastle.provider())
                .build(keyPair.privateKey());
    }
}
