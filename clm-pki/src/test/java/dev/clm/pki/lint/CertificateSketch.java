package dev.clm.pki.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A certificate of any shape, however wrong: correct as it comes, changed field by field. The signature is zeros. */
final class CertificateSketch {
    static final X500Name ISSUER_NAME = new X500Name("CN=Example Issuing CA,O=Example");
    static final AlgorithmIdentifier ECDSA = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final byte[] ISSUER_KEY_IDENTIFIER = {1, 2, 3, 4};
    private static final int P256_POINT = 65;

    BigInteger version = BigInteger.TWO;
    BigInteger serialNumber = BigInteger.ONE.shiftLeft(150).add(BigInteger.TEN);
    AlgorithmIdentifier signedAlgorithm = ECDSA;
    AlgorithmIdentifier outerAlgorithm = ECDSA;
    X500Name issuer = ISSUER_NAME;
    ASN1Primitive notBefore = new DERUTCTime("260101000000Z");
    ASN1Primitive notAfter = new DERUTCTime("260331235959Z");
    X500Name subject;
    SubjectPublicKeyInfo publicKey = new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1),
            point(P256_POINT));
    boolean subjectUniqueId;
    private final List<ASN1Sequence> extensions = new ArrayList<>();

    static CertificateSketch client() {
        CertificateSketch sketch = new CertificateSketch();
        sketch.subject = new X500Name("CN=Alice,O=Example");
        sketch.set(Extension.basicConstraints, true, new BasicConstraints(false));
        sketch.set(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        sketch.set(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        sketch.set(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[] {9, 9}));
        sketch.set(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(ISSUER_KEY_IDENTIFIER));
        return sketch;
    }

    static CertificateSketch server() {
        CertificateSketch sketch = client();
        sketch.subject = new X500Name("CN=www.example.com");
        sketch.set(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        sketch.names(new GeneralName(GeneralName.dNSName, "www.example.com"));
        return sketch;
    }

    static CertificateSketch authority() {
        CertificateSketch sketch = client();
        sketch.subject = new X500Name("CN=Example Subordinate CA,O=Example");
        sketch.set(Extension.basicConstraints, true, new BasicConstraints(true));
        sketch.set(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        sketch.remove(Extension.extendedKeyUsage);
        return sketch;
    }

    static CertificateSketch issuer() {
        CertificateSketch sketch = authority();
        sketch.subject = ISSUER_NAME;
        sketch.notBefore = new DERUTCTime("250101000000Z");
        sketch.notAfter = new DERUTCTime("341231235959Z");
        sketch.set(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(ISSUER_KEY_IDENTIFIER));
        sketch.remove(Extension.authorityKeyIdentifier);
        return sketch;
    }

    void algorithm(AlgorithmIdentifier algorithm) {
        signedAlgorithm = algorithm;
        outerAlgorithm = algorithm;
    }

    void names(GeneralName... names) {
        set(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }

    void set(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        remove(type);
        add(type, critical, value);
    }

    void add(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        ASN1EncodableVector extension = new ASN1EncodableVector();
        extension.add(type);
        if (critical) {
            extension.add(ASN1Boolean.TRUE);
        }
        extension.add(new DEROctetString(encoded(value)));
        extensions.add(new DERSequence(extension));
    }

    void addRaw(ASN1Sequence extension) {
        extensions.add(extension);
    }

    void remove(ASN1ObjectIdentifier type) {
        extensions.removeIf(extension -> extension.getObjectAt(0).equals(type));
    }

    byte[] der() {
        return encoded(structure());
    }

    DERSequence structure() {
        return new DERSequence(new ASN1Encodable[] {tbs(), outerAlgorithm, new DERBitString(new byte[64])});
    }

    static byte[] point(int length) {
        byte[] point = new byte[length];
        Arrays.fill(point, (byte) 7);
        point[0] = 4;
        return point;
    }

    static byte[] encoded(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DERSequence tbs() {
        ASN1EncodableVector tbs = new ASN1EncodableVector();
        tbs.add(new DERTaggedObject(true, 0, new ASN1Integer(version)));
        tbs.add(new ASN1Integer(serialNumber));
        tbs.add(signedAlgorithm);
        tbs.add(issuer);
        tbs.add(new DERSequence(new ASN1Encodable[] {notBefore, notAfter}));
        tbs.add(subject);
        tbs.add(publicKey);
        if (subjectUniqueId) {
            tbs.add(new DERTaggedObject(false, 2, new DERBitString(new byte[] {1})));
        }
        tbs.add(new DERTaggedObject(true, 3, new DERSequence(extensions.toArray(ASN1Sequence[]::new))));
        return new DERSequence(tbs);
    }
}
