package dev.clm.pki.request;

import dev.clm.pki.encoding.PemEncoding;
import dev.clm.pki.publickey.BouncyCastle;
import dev.clm.pki.publickey.KeyAlgorithm;
import dev.clm.pki.publickey.KeySpec;
import dev.clm.pki.publickey.NamedCurve;
import dev.clm.pki.publickey.SubjectKeyGenerator;
import dev.clm.pki.publickey.SubjectKeyPair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** Requests as clients send them, rightly signed, with whatever a test wants inside. */
final class CsrFixture {
    static final SubjectKeyPair P256 = SubjectKeyGenerator.generate(KeySpec.ecdsa(NamedCurve.P_256));
    static final SubjectKeyPair RSA = SubjectKeyGenerator.generate(KeySpec.rsa(2048));

    private SubjectKeyPair key = P256;
    private String signature = "SHA256withECDSA";
    private X500Name subject = new X500Name("C=DE,O=Example,CN=a.example");
    private final List<Attribute> attributes = new ArrayList<>();

    static CsrFixture csr() {
        return new CsrFixture();
    }

    CsrFixture key(SubjectKeyPair key, String signature) {
        this.key = key;
        this.signature = signature;
        return this;
    }

    CsrFixture subject(String subject) {
        return subject(new X500Name(subject));
    }

    CsrFixture subject(X500Name subject) {
        this.subject = subject;
        return this;
    }

    CsrFixture attribute(ASN1ObjectIdentifier type, ASN1Encodable... values) {
        attributes.add(new Attribute(type, new DERSet(values)));
        return this;
    }

    CsrFixture extensions(ASN1Encodable... extensions) {
        return attribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new DERSequence(extensions));
    }

    CsrFixture names(GeneralName... names) {
        return extensions(extension(Extension.subjectAlternativeName, false, new GeneralNames(names)));
    }

    static Extension extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        try {
            return extension(oid, critical, value.toASN1Primitive().getEncoded("DER"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Extension extension(ASN1ObjectIdentifier oid, boolean critical, byte[] value) {
        return new Extension(oid, critical, new DEROctetString(value));
    }

    byte[] der() {
        try {
            PKCS10CertificationRequestBuilder builder = new PKCS10CertificationRequestBuilder(
                    subject, key.publicKey().info());
            attributes.forEach(
                    attribute -> builder.addAttribute(attribute.getAttrType(), attribute.getAttributeValues()));
            JcaContentSignerBuilder signer = new JcaContentSignerBuilder(signature);
            ContentSigner built = (key.publicKey().algorithm() == KeyAlgorithm.RSA && !signature.contains("MGF1")
                            ? signer
                            : signer.setProvider(BouncyCastle.provider()))
                    .build(key.privateKey());
            return builder.build(built).getEncoded();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    String pem() {
        return PemEncoding.certificateRequest(der());
    }

    static byte[] flipped(byte[] der, int bit) {
        byte[] flipped = Arrays.copyOf(der, der.length);
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }
}
