package dev.clm.pki.request;

import static dev.clm.pki.request.CsrFixture.csr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import dev.clm.pki.encoding.PemEncoding;
import dev.clm.pki.encoding.StrictDer;
import dev.clm.pki.publickey.KeySpec;
import dev.clm.pki.publickey.NamedCurve;
import dev.clm.pki.publickey.SubjectKeyGenerator;
import dev.clm.pki.publickey.SubjectKeyPair;
import dev.clm.pki.request.SubjectAlternativeName.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateSigningRequestTest {

    static Stream<Arguments> acceptedSignatures() {
        return Stream.of(
                Arguments.of(KeySpec.rsa(2048), "SHA256withRSA"),
                Arguments.of(KeySpec.rsa(2048), "SHA384withRSA"),
                Arguments.of(KeySpec.rsa(2048), "SHA512withRSA"),
                Arguments.of(KeySpec.rsa(2048), "SHA256withRSAandMGF1"),
                Arguments.of(KeySpec.rsa(2048), "SHA384withRSAandMGF1"),
                Arguments.of(KeySpec.rsa(2048), "SHA512withRSAandMGF1"),
                Arguments.of(KeySpec.ecdsa(NamedCurve.P_256), "SHA256withECDSA"),
                Arguments.of(KeySpec.ecdsa(NamedCurve.P_384), "SHA384withECDSA"),
                Arguments.of(KeySpec.ecdsa(NamedCurve.P_521), "SHA512withECDSA"),
                Arguments.of(KeySpec.ED25519, "Ed25519"),
                Arguments.of(KeySpec.ED448, "Ed448"));
    }

    @ParameterizedTest
    @MethodSource("acceptedSignatures")
    void requestsOfEveryKeyAndSignatureAreAccepted(KeySpec spec, String signature) {
        SubjectKeyPair key = spec.equals(KeySpec.rsa(2048)) ? CsrFixture.RSA : SubjectKeyGenerator.generate(spec);

        CertificateSigningRequest csr =
                CertificateSigningRequest.parse(csr().key(key, signature).pem());

        assertThat(csr.publicKey()).isEqualTo(key.publicKey());
        assertThat(csr.signatureAlgorithm().jcaName()).isEqualTo(signature);
    }

    @Test
    void subjectAndNamesAreRead() {
        CertificateSigningRequest csr = CertificateSigningRequest.parse(csr().subject("C=de,O=A\\, B,CN=a.example")
                .names(
                        new GeneralName(GeneralName.dNSName, "A.Example"),
                        new GeneralName(GeneralName.iPAddress, "192.0.2.1"),
                        new GeneralName(GeneralName.rfc822Name, "a@B.example"),
                        new GeneralName(GeneralName.uniformResourceIdentifier, "https://a.example/x"))
                .pem());

        assertThat(csr.subject().toRfc4514()).isEqualTo("CN=a.example,O=A\\, B,C=DE");
        assertThat(csr.subject().commonName()).contains("a.example");
        assertThat(csr.subjectAlternativeNames())
                .containsExactly(
                        new SubjectAlternativeName(Type.DNS, "a.example"),
                        new SubjectAlternativeName(Type.IP, "192.0.2.1"),
                        new SubjectAlternativeName(Type.EMAIL, "a@b.example"),
                        new SubjectAlternativeName(Type.URI, "https://a.example/x"));
    }

    @Test
    void aRequestWithoutSubjectAndExtensionsIsReadAsEmpty() {
        CertificateSigningRequest csr = CertificateSigningRequest.parse(
                csr().subject(new X500Name(new RDN[0])).pem());

        assertThat(csr.subject().isEmpty()).isTrue();
        assertThat(csr.subjectAlternativeNames()).isEmpty();
        assertThat(csr.extensions().all()).isEmpty();
    }

    @Test
    void anAddressInTheSubjectIsAmongTheNamesOnce() {
        CsrFixture csr = csr().subject("E=a@b.example,CN=x");
        SubjectAlternativeName address = new SubjectAlternativeName(Type.EMAIL, "a@b.example");

        assertThat(CertificateSigningRequest.parse(csr.pem()).subjectAlternativeNames())
                .containsExactly(address);
        assertThat(CertificateSigningRequest.parse(csr.names(new GeneralName(GeneralName.rfc822Name, "a@b.example"))
                                .pem())
                        .subjectAlternativeNames())
                .containsExactly(address);
    }

    @Test
    void derIsKeptAndPemIsItsNormalForm() {
        byte[] der = csr().der();

        CertificateSigningRequest csr = CertificateSigningRequest.parse(
                "some text\n" + PemEncoding.certificateRequest(der).replace("\n", "  \r\n") + "more\n");

        assertThat(csr.der()).isEqualTo(der);
        assertThat(csr.pem()).isEqualTo(PemEncoding.certificateRequest(der));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5withRSA", "SHA1withRSA", "SHA1withRSAandMGF1"})
    void weakRsaSignaturesAreRefusedThoughTheyAreRight(String signature) {
        assertThat(code(csr().key(CsrFixture.RSA, signature).der())).isEqualTo("weak_signature_algorithm");
    }

    @Test
    void sha1WithEcdsaIsRefusedThoughItIsRight() {
        assertThat(code(csr().key(CsrFixture.P256, "SHA1withECDSA").der())).isEqualTo("weak_signature_algorithm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA224withRSA", "SHA512(256)withRSA", "SHA3-256withRSA"})
    void signaturesThatAreNotListedAreRefused(String signature) {
        SubjectKeyPair key = CsrFixture.RSA;

        assertThat(code(withAlgorithm(csr().key(key, "SHA256withRSA").der(), oidOf(signature))))
                .isEqualTo("unsupported_signature_algorithm");
    }

    @Test
    void aSignatureAlgorithmOfAnotherKeyIsRefused() {
        AlgorithmIdentifier rsa =
                new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);

        assertThat(code(withAlgorithm(csr().der(), rsa))).isEqualTo("signature_algorithm_mismatch");
    }

    @Test
    void parametersWhereNoneMayBeAreRefused() {
        AlgorithmIdentifier ecdsa = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256, DERNull.INSTANCE);

        assertThat(code(withAlgorithm(csr().der(), ecdsa))).isEqualTo("malformed_signature_algorithm");
    }

    @Test
    void pssWithAnotherHashForItsMaskIsRefused() {
        DERSequence parameters = new DERSequence(new ASN1Encodable[] {
            new DERTaggedObject(0, new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
            new DERTaggedObject(
                    1,
                    new AlgorithmIdentifier(
                            PKCSObjectIdentifiers.id_mgf1, new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1))),
            new DERTaggedObject(2, new ASN1Integer(32))
        });
        byte[] der = csr().key(CsrFixture.RSA, "SHA256withRSA").der();

        assertThat(code(withAlgorithm(der, new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, parameters))))
                .isEqualTo("unsupported_signature_algorithm");
        assertThat(code(withAlgorithm(der, new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS))))
                .isEqualTo("weak_signature_algorithm");
    }

    @Test
    void aRequestSignedByAnotherKeyIsRefused() {
        SubjectKeyPair other = SubjectKeyGenerator.generate(KeySpec.ecdsa(NamedCurve.P_256));
        CertificationRequest own = CertificationRequest.getInstance(csr().der());
        CertificationRequest foreign = CertificationRequest.getInstance(
                csr().key(other, "SHA256withECDSA").der());

        assertThat(code(encoded(new CertificationRequest(
                        own.getCertificationRequestInfo(), own.getSignatureAlgorithm(), (DERBitString)
                                foreign.getSignature()))))
                .isEqualTo("proof_of_possession");
    }

    @Test
    void anotherVersionAndExtraElementsAreRefused() {
        CertificationRequest csr = CertificationRequest.getInstance(csr().der());
        DERSequence longer = new DERSequence(new ASN1Encodable[] {
            csr.getCertificationRequestInfo(), csr.getSignatureAlgorithm(), csr.getSignature(), DERNull.INSTANCE
        });

        assertThat(code(encoded(longer))).isEqualTo("malformed_csr");
        assertThat(code(withVersionTwo(csr().der()))).isEqualTo("malformed_csr");
    }

    @Test
    @Tag("A.9")
    @Tag("A4")
    void aChallengePasswordIsLeftOutAlsoOfWhatIsStored() throws IOException {
        CertificateSigningRequest csr = CertificateSigningRequest.parse(
                csr().attribute(PKCSObjectIdentifiers.pkcs_9_at_challengePassword, new DERPrintableString("swordfish"))
                        .attribute(PKCSObjectIdentifiers.pkcs_9_at_unstructuredName, new DERIA5String("x"))
                        .pem());

        assertThat(csr.omittedAttributes())
                .extracting(Omission::field)
                .containsExactlyInAnyOrder(
                        "csr.attributes.challengePassword",
                        "csr.attributes." + PKCSObjectIdentifiers.pkcs_9_at_unstructuredName);
        assertThat(new String(csr.der(), StandardCharsets.ISO_8859_1)).doesNotContain("swordfish");
        assertThat(StrictDer.parse(csr.der())).isNotNull();
        assertThat(csr.pem()).isEqualTo(PemEncoding.certificateRequest(csr.der()));
    }

    @Test
    @Tag("A.13")
    void attributesInAnotherOrderThanDersAreToldAsThat() {
        byte[] der = csr().attribute(PKCSObjectIdentifiers.pkcs_9_at_unstructuredName, new DERIA5String("x"))
                .attribute(PKCSObjectIdentifiers.pkcs_9_at_unstructuredAddress, new DERIA5String("y"))
                .der();
        ASN1Set attributes = CertificationRequest.getInstance(der)
                .getCertificationRequestInfo()
                .getAttributes();
        byte[] first = encoded((ASN1Object) attributes.getObjectAt(0).toASN1Primitive());
        byte[] second = encoded((ASN1Object) attributes.getObjectAt(1).toASN1Primitive());
        String text = HexFormat.of().formatHex(der);
        String inOrder = HexFormat.of().formatHex(first) + HexFormat.of().formatHex(second);
        String swapped = HexFormat.of().formatHex(second) + HexFormat.of().formatHex(first);
        assertThat(text).contains(inOrder);

        ClmException refusal = refusal(HexFormat.of().parseHex(text.replace(inOrder, swapped)));

        assertThat(refusal.errors().get(0).code()).isEqualTo("malformed_csr");
        assertThat(refusal.errors().get(0).detail()).contains("attributes", "ascending order");
    }

    @Test
    void otherAttributesAreLeftOutAndMayNotRepeat() {
        CsrFixture unstructured =
                csr().attribute(PKCSObjectIdentifiers.pkcs_9_at_unstructuredName, new DERIA5String("x"));

        assertThat(CertificateSigningRequest.parse(unstructured.pem())
                        .extensions()
                        .all())
                .isEmpty();
        assertThat(code(unstructured
                        .attribute(PKCSObjectIdentifiers.pkcs_9_at_unstructuredName, new DERIA5String("y"))
                        .der()))
                .isEqualTo("repeated_attribute");
    }

    @Test
    void everyRefusalNamesTheFieldCsr() {
        assertThat(refusal(new DEROctetString(new byte[3]).getOctets()).errors())
                .allSatisfy(error -> assertThat(error.field()).isEqualTo("csr"));
    }

    private static AlgorithmIdentifier oidOf(String signature) {
        return new DefaultSignatureAlgorithmIdentifierFinder().find(signature);
    }

    private static byte[] withAlgorithm(byte[] der, AlgorithmIdentifier algorithm) {
        CertificationRequest csr = CertificationRequest.getInstance(der);
        return encoded(new CertificationRequest(
                csr.getCertificationRequestInfo(), algorithm, (DERBitString) csr.getSignature()));
    }

    private static byte[] withVersionTwo(byte[] der) {
        CertificationRequest csr = CertificationRequest.getInstance(der);
        DERSequence info = (DERSequence) csr.getCertificationRequestInfo().toASN1Primitive();
        ASN1Encodable[] elements = info.toArray();
        elements[0] = new ASN1Integer(1);
        return encoded(new DERSequence(
                new ASN1Encodable[] {new DERSequence(elements), csr.getSignatureAlgorithm(), csr.getSignature()}));
    }

    private static byte[] encoded(ASN1Object object) {
        try {
            return object.getEncoded("DER");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ClmException refusal(byte[] der) {
        return catchThrowableOfType(
                ClmException.class, () -> CertificateSigningRequest.parse(PemEncoding.certificateRequest(der)));
    }

    private static String code(byte[] der) {
        return refusal(der).errors().get(0).code();
    }
}
