package dev.clm.pki.lint;

import static dev.clm.pki.lint.BrokenCertificates.ISSUER;
import static dev.clm.pki.lint.BrokenCertificates.authority;
import static dev.clm.pki.lint.BrokenCertificates.client;
import static dev.clm.pki.lint.BrokenCertificates.clientUnder;
import static dev.clm.pki.lint.BrokenCertificates.issuer;
import static dev.clm.pki.lint.BrokenCertificates.server;

import java.math.BigInteger;
import java.util.Map;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

final class BrokenFields {
    static final X500Name NO_NAME = new X500Name(new RDN[0]);

    private BrokenFields() {}

    static void addTo(Map<String, LintSubject> broken) {
        addBasicFields(broken);
        addSignatureAlgorithms(broken);
        addValidity(broken);
        addSubject(broken);
    }

    private static void addBasicFields(Map<String, LintSubject> broken) {
        byte[] indefiniteLength = CertificateSketch.encoded(
                new BERSequence(CertificateSketch.client().structure().toArray()));
        broken.put("encoding_is_der", LintSubject.endEntity(indefiniteLength, ISSUER));
        broken.put("version_is_3_where_there_are_extensions", client(sketch -> sketch.version = BigInteger.ONE));
        broken.put(
                "serial_number_is_positive",
                client(serial(BigInteger.ONE.shiftLeft(100).negate())));
        broken.put("serial_number_has_at_most_20_octets", client(serial(BigInteger.ONE.shiftLeft(159))));
        broken.put("serial_number_has_at_least_64_bits", client(serial(BigInteger.ONE.shiftLeft(62))));
        LintSubject nameless = issuer(sketch -> sketch.subject = NO_NAME);
        broken.put("issuer_is_not_empty", clientUnder(nameless, sketch -> sketch.issuer = NO_NAME));
        broken.put(
                "issuer_equals_subject_of_issuer",
                client(sketch -> sketch.issuer = new X500Name("CN=example issuing ca,O=Example")));
        broken.put("unique_identifiers_are_absent", client(sketch -> sketch.subjectUniqueId = true));
    }

    private static void addSignatureAlgorithms(Map<String, LintSubject> broken) {
        broken.put(
                "signature_algorithms_are_equal",
                client(sketch ->
                        sketch.outerAlgorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384)));
        LintSubject rsaIssuer = issuer(sketch -> sketch.publicKey = BrokenKeys.rsa(2048, 65537));
        broken.put(
                "signature_is_not_made_with_md5_or_sha1",
                clientUnder(rsaIssuer, algorithm(PKCSObjectIdentifiers.sha1WithRSAEncryption)));
        broken.put(
                "signature_algorithm_fits_issuer_key",
                client(algorithm(PKCSObjectIdentifiers.sha256WithRSAEncryption)));
        broken.put(
                "signature_algorithm_parameters_are_as_specified",
                client(algorithm(X9ObjectIdentifiers.ecdsa_with_SHA256)));
    }

    private static void addValidity(Map<String, LintSubject> broken) {
        broken.put(
                "validity_has_seconds_and_ends_in_z",
                client(sketch -> sketch.notBefore = new DERUTCTime("2601010000Z")));
        broken.put(
                "validity_is_utc_time_until_2049",
                client(sketch -> sketch.notAfter = new DERGeneralizedTime("20260331235959Z")));
        broken.put(
                "validity_begins_before_it_ends", client(sketch -> sketch.notAfter = new DERUTCTime("251231235959Z")));
        broken.put(
                "validity_begins_no_earlier_than_issuers",
                client(sketch -> sketch.notBefore = new DERUTCTime("241231000000Z")));
        broken.put(
                "validity_ends_no_later_than_issuers",
                client(sketch -> sketch.notAfter = new DERUTCTime("350101235959Z")));
        broken.put("validity_is_whole_days", client(sketch -> sketch.notAfter = new DERUTCTime("260401000000Z")));
        broken.put(
                "server_is_valid_for_at_most_398_days",
                server(sketch -> sketch.notAfter = new DERUTCTime("270203235959Z")));
    }

    private static void addSubject(Map<String, LintSubject> broken) {
        broken.put("authority_subject_is_not_empty", authority(sketch -> sketch.subject = NO_NAME));
        broken.put("code_signer_has_a_common_name", client(sketch -> {
            sketch.subject = new X500Name("O=Example");
            sketch.set(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
        }));
        broken.put("subject_attributes_are_not_empty", client(organization(new DERUTF8String(""))));
        broken.put(
                "subject_attributes_are_within_upper_bounds", client(organization(new DERUTF8String("x".repeat(65)))));
        broken.put(
                "subject_attributes_have_the_specified_string_type", client(organization(new DERBMPString("Example"))));
        broken.put(
                "subject_attributes_hold_characters_of_their_type",
                client(organization(new DERPrintableString("Example & Sons"))));
        broken.put(
                "subject_country_is_two_letters",
                client(sketch -> sketch.subject = name(BCStyle.C, new DERPrintableString("ch"))));
        broken.put(
                "subject_attributes_hold_no_control_characters",
                client(organization(new DERUTF8String("Exam\u0000ple"))));
        broken.put(
                "subject_attributes_have_no_surrounding_blanks", client(organization(new DERUTF8String("Example "))));
    }

    private static Consumer<CertificateSketch> serial(BigInteger serialNumber) {
        return sketch -> sketch.serialNumber = serialNumber;
    }

    private static Consumer<CertificateSketch> algorithm(ASN1ObjectIdentifier oid) {
        return sketch -> sketch.algorithm(new AlgorithmIdentifier(oid, DERNull.INSTANCE));
    }

    private static Consumer<CertificateSketch> organization(ASN1Encodable value) {
        return sketch -> sketch.subject = name(BCStyle.O, value);
    }

    private static X500Name name(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, new DERUTF8String("Alice"))
                .addRDN(type, value)
                .build();
    }
}
