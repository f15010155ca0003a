package dev.clm.pki.request;

import static dev.clm.pki.request.CsrFixture.csr;
import static dev.clm.pki.request.CsrFixture.extension;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import dev.clm.pki.request.RequestedExtension.Treatment;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestedExtensionsTest {
    private static final ASN1ObjectIdentifier PRIVATE = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
    private static final KeyUsage SIGNATURE = new KeyUsage(KeyUsage.digitalSignature);
    private static final Extension NAMES = extension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.dNSName, "a.example")));

    @Test
    void usagesWithinTheProfileAreAccepted() {
        RequestedExtensions requested = parse(
                extension(Extension.keyUsage, true, SIGNATURE),
                extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)),
                extension(Extension.basicConstraints, true, new BasicConstraints(false)));

        assertThat(requested.keyUsage()).containsExactly(KeyUsageBit.DIGITAL_SIGNATURE);
        assertThat(requested.beyond(
                        new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment),
                        List.of(KeyPurposeId.id_kp_serverAuth)))
                .isEmpty();
    }

    @Test
    @Tag("A.9")
    void usagesBeyondTheProfileAreLeftOutAndSaidToBe() {
        RequestedExtensions requested = parse(
                extension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation | KeyUsage.keyEncipherment)),
                extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.anyExtendedKeyUsage
                })),
                extension(PRIVATE, false, new DERUTF8String("x")));

        assertThat(requested.beyond(SIGNATURE, List.of(KeyPurposeId.id_kp_serverAuth)))
                .extracting(Omission::field)
                .containsExactly(
                        "csr.key_usage.nonRepudiation",
                        "csr.key_usage.keyEncipherment",
                        "csr.extended_key_usage.2.5.29.37.0",
                        "csr.extensions." + PRIVATE);
    }

    @Test
    void requestForAnAuthoritysUsagesOrForAnotherTypeIsRefused() {
        RequestedExtensions requested = parse(
                extension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign)),
                extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning)));

        ClmException refusal = catchThrowableOfType(
                ClmException.class, () -> requested.beyond(SIGNATURE, List.of(KeyPurposeId.id_kp_serverAuth)));

        assertThat(refusal.errors())
                .allSatisfy(error -> assertThat(error.field()).isEqualTo("csr"));
        assertThat(refusal.errors())
                .extracting(FieldError::code)
                .containsExactly("key_usage_not_granted", "key_usage_not_granted", "extended_key_usage_not_granted");
        assertThat(refusal.errors().get(0).detail()).contains("keyCertSign");
        assertThat(refusal.errors().get(1).detail()).contains("cRLSign");
    }

    @Test
    void aRequestForAnAuthorityIsRefused() {
        assertThat(code(extension(Extension.basicConstraints, true, new BasicConstraints(true))))
                .isEqualTo("ca_requested");
        assertThat(code(extension(Extension.basicConstraints, false, new BasicConstraints(0))))
                .isEqualTo("ca_requested");
    }

    @Test
    void unknownExtensionsAreLeftOutOrRefusedWhenCritical() {
        assertThat(parse(extension(PRIVATE, false, new DERUTF8String("x")), NAMES)
                        .all())
                .containsExactly(
                        new RequestedExtension(PRIVATE.getId(), false, Treatment.LEFT_OUT),
                        new RequestedExtension(Extension.subjectAlternativeName.getId(), false, Treatment.HONOURED));
        assertThat(code(extension(PRIVATE, true, new DERUTF8String("x")))).isEqualTo("unsupported_critical_extension");
    }

    @Test
    void aRepeatedExtensionIsRefused() {
        assertThat(code(NAMES, NAMES)).isEqualTo("repeated_extension");
    }

    @Test
    void twoExtensionRequestsAreRefusedAlsoUnderTheOldMicrosoftName() {
        ASN1Encodable extensions = new DERSequence(NAMES);
        ASN1ObjectIdentifier microsoft = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.1.14");

        assertThat(code(csr().names(new GeneralName(GeneralName.dNSName, "a.example"))
                        .extensions(extension(PRIVATE, false, DERNull.INSTANCE))))
                .isEqualTo("repeated_extension_request");
        assertThat(code(csr().extensions(NAMES).attribute(microsoft, extensions)))
                .isEqualTo("repeated_extension_request");
        assertThat(CertificateSigningRequest.parse(
                                csr().attribute(microsoft, extensions).pem())
                        .subjectAlternativeNames())
                .hasSize(1);
    }

    @Test
    void anExtensionRequestHasExactlyOneValue() {
        assertThat(code(csr().attribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)))
                .isEqualTo("malformed_extension_request");
        assertThat(code(csr().attribute(
                                PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                                new DERSequence(NAMES),
                                new DERSequence(extension(PRIVATE, false, DERNull.INSTANCE)))))
                .isEqualTo("malformed_extension_request");
    }

    @ParameterizedTest
    @CsvSource({
        "2.5.29.17, 0500", // subjectAltName: NULL
        "2.5.29.17, 3000", // no name
        "2.5.29.17, 300382016100", // trailing octet
        "2.5.29.17, 3080820161", // indefinite length
        "2.5.29.15, 030100", // keyUsage: no bit
        "2.5.29.15, 03020700", // no bit that is set
        "2.5.29.15, 04020780", // OCTET STRING
        "2.5.29.15, 030406800020", // a tenth bit and more
        "2.5.29.37, 3000", // no purpose
        "2.5.29.37, 3003020101", // INTEGER
        "2.5.29.37, 0500", // NULL
        "2.5.29.19, 3003020100", // pathLen without cA
        "2.5.29.19, 3003010101", // TRUE that is not 0xFF
        "2.5.29.19, 0500", // NULL
        "2.5.29.14, 0500", // subjectKeyIdentifier
        "2.5.29.35, 0500", // authorityKeyIdentifier
        "2.5.29.32, 0500", // certificatePolicies
        "2.5.29.31, 0500", // cRLDistributionPoints
        "2.5.29.30, 0500", // nameConstraints
        "1.3.6.1.5.5.7.1.1, 0500", // authorityInfoAccess
        "1.3.6.1.4.1.99999.1, ff", // no DER at all
        "1.3.6.1.4.1.99999.1, ''"
    })
    void valuesThatAreNotOfTheirTypeAreRefused(String oid, String hex) {
        byte[] value = HexFormat.of().parseHex(hex);

        assertThat(code(extension(new ASN1ObjectIdentifier(oid), false, value))).isEqualTo("malformed_extension");
    }

    static Stream<Arguments> refusedNames() {
        return Stream.of(
                Arguments.of(new GeneralName(new X500Name("CN=x")), "unsupported_san_type"),
                Arguments.of(
                        new GeneralName(
                                GeneralName.otherName,
                                new DERSequence(new ASN1Encodable[] {PRIVATE, new DERUTF8String("x")})),
                        "unsupported_san_type"),
                Arguments.of(new GeneralName(GeneralName.dNSName, "a_b.example"), "invalid_dns_name"),
                Arguments.of(new GeneralName(GeneralName.dNSName, "a.example\0.b"), "invalid_dns_name"),
                Arguments.of(new GeneralName(GeneralName.dNSName, ""), "invalid_dns_name"),
                Arguments.of(
                        new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[8])), "invalid_ip_address"),
                Arguments.of(
                        new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[0])), "invalid_ip_address"),
                Arguments.of(new GeneralName(GeneralName.rfc822Name, "no-at"), "invalid_email_address"),
                Arguments.of(
                        new GeneralName(GeneralName.uniformResourceIdentifier, "javascript:alert(1)"), "invalid_uri"));
    }

    @ParameterizedTest
    @MethodSource("refusedNames")
    void otherNamesAreRefused(GeneralName name, String code) {
        assertThat(code(csr().names(name))).isEqualTo(code);
    }

    @Test
    void moreThanOneHundredNamesAreRefused() {
        GeneralName[] names = IntStream.rangeClosed(1, 101)
                .mapToObj(i -> new GeneralName(GeneralName.dNSName, "h" + i + ".example"))
                .toArray(GeneralName[]::new);

        assertThat(code(csr().names(names))).isEqualTo("too_many_names");
    }

    private static RequestedExtensions parse(Extension... extensions) {
        return CertificateSigningRequest.parse(csr().extensions(extensions).pem())
                .extensions();
    }

    private static String code(Extension... extensions) {
        return code(csr().extensions(extensions));
    }

    private static String code(CsrFixture csr) {
        ClmException refusal =
                catchThrowableOfType(ClmException.class, () -> CertificateSigningRequest.parse(csr.pem()));
        assertThat(refusal.errors().get(0).field()).isEqualTo("csr");
        return refusal.errors().get(0).code();
    }
}
