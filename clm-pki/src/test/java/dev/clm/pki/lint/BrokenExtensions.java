package dev.clm.pki.lint;

import static dev.clm.pki.lint.BrokenCertificates.authority;
import static dev.clm.pki.lint.BrokenCertificates.client;
import static dev.clm.pki.lint.BrokenCertificates.permitting;
import static dev.clm.pki.lint.BrokenCertificates.server;

import java.util.Map;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

final class BrokenExtensions {
    private static final ASN1ObjectIdentifier PRIVATE = new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.1");
    private static final SubjectKeyIdentifier KEY_IDENTIFIER = new SubjectKeyIdentifier(new byte[] {8});
    private static final GeneralName DOMAIN = new GeneralName(GeneralName.dNSName, "example.com");

    private BrokenExtensions() {}

    static void addTo(Map<String, LintSubject> broken) {
        addGeneral(broken);
        addAuthority(broken);
        addNameConstraints(broken);
        addKeyIdentifiers(broken);
        addKeyUsage(broken);
        addExtendedKeyUsage(broken);
    }

    private static void addGeneral(Map<String, LintSubject> broken) {
        broken.put(
                "extensions_are_not_repeated",
                client(sketch -> sketch.add(Extension.subjectKeyIdentifier, false, KEY_IDENTIFIER)));
        broken.put(
                "extensions_are_well_formed",
                client(sketch -> sketch.add(Extension.certificatePolicies, false, DERNull.INSTANCE)));
        broken.put(
                "extension_defaults_are_not_written",
                client(sketch -> sketch.addRaw(new DERSequence(
                        new ASN1Encodable[] {PRIVATE, ASN1Boolean.FALSE, new DEROctetString(new byte[] {5, 0})}))));
        broken.put(
                "unknown_extensions_are_not_critical", client(sketch -> sketch.add(PRIVATE, true, DERNull.INSTANCE)));
        PolicyInformation policy = new PolicyInformation(PRIVATE);
        broken.put(
                "certificate_policies_are_not_repeated",
                client(sketch -> sketch.add(
                        Extension.certificatePolicies,
                        false,
                        new CertificatePolicies(new PolicyInformation[] {policy, policy}))));
    }

    private static void addAuthority(Map<String, LintSubject> broken) {
        broken.put("end_entity_is_not_an_authority", client(sketch -> {
            sketch.set(Extension.basicConstraints, true, new BasicConstraints(true));
            sketch.set(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign));
        }));
        broken.put(
                "authority_says_so_in_basic_constraints",
                authority(sketch -> sketch.remove(Extension.basicConstraints)));
        broken.put(
                "basic_constraints_of_an_authority_are_critical",
                authority(sketch -> sketch.set(Extension.basicConstraints, false, new BasicConstraints(true))));
        broken.put(
                "path_length_only_in_authorities",
                client(sketch -> sketch.set(Extension.basicConstraints, true, new DERSequence(new ASN1Integer(0)))));
        broken.put(
                "path_length_is_not_negative",
                authority(sketch -> sketch.set(Extension.basicConstraints, true, new DERSequence(new ASN1Encodable[] {
                    ASN1Boolean.TRUE, new ASN1Integer(-1)
                }))));
        broken.put("authority_may_sign_certificates", authority(usage(KeyUsage.cRLSign)));
        broken.put(
                "only_authorities_may_sign_certificates",
                client(usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign)));
    }

    private static void addNameConstraints(Map<String, LintSubject> broken) {
        broken.put("name_constraints_only_in_authorities", client(constraints(true, permitting(DOMAIN))));
        broken.put("name_constraints_are_critical", authority(constraints(false, permitting(DOMAIN))));
        broken.put("name_constraints_are_not_empty", authority(constraints(true, new NameConstraints(null, null))));
        broken.put(
                "name_constraints_are_enforceable",
                authority(constraints(true, permitting(new GeneralName(GeneralName.registeredID, "1.2.3")))));
    }

    private static void addKeyIdentifiers(Map<String, LintSubject> broken) {
        broken.put(
                "subject_key_identifier_is_present", client(sketch -> sketch.remove(Extension.subjectKeyIdentifier)));
        broken.put(
                "subject_key_identifier_is_not_critical",
                client(sketch -> sketch.set(Extension.subjectKeyIdentifier, true, KEY_IDENTIFIER)));
        broken.put(
                "authority_key_identifier_is_present",
                client(sketch -> sketch.remove(Extension.authorityKeyIdentifier)));
        broken.put(
                "authority_key_identifier_is_not_critical",
                client(sketch -> sketch.set(
                        Extension.authorityKeyIdentifier, true, new AuthorityKeyIdentifier(new byte[] {1, 2, 3, 4}))));
        broken.put(
                "authority_key_identifier_equals_issuers",
                client(sketch -> sketch.set(
                        Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(new byte[] {1, 2, 3}))));
    }

    private static void addKeyUsage(Map<String, LintSubject> broken) {
        broken.put(
                "key_usage_is_present_and_critical",
                client(sketch -> sketch.set(Extension.keyUsage, false, new KeyUsage(KeyUsage.digitalSignature))));
        broken.put("key_usage_is_not_empty", client(sketch -> {
            sketch.set(Extension.keyUsage, true, new KeyUsage(0));
            sketch.remove(Extension.extendedKeyUsage);
        }));
        broken.put("key_usage_fits_key_algorithm", client(usage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment)));
        broken.put(
                "encipher_only_and_decipher_only_need_key_agreement",
                client(usage(KeyUsage.digitalSignature | KeyUsage.decipherOnly)));
    }

    private static void addExtendedKeyUsage(Map<String, LintSubject> broken) {
        broken.put(
                "extended_key_usage_does_not_allow_any",
                client(purposes(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.anyExtendedKeyUsage)));
        broken.put(
                "extended_key_usage_separates_servers_and_code",
                server(purposes(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_codeSigning)));
        broken.put("extended_key_usage_fits_key_usage", client(usage(KeyUsage.nonRepudiation)));
    }

    private static Consumer<CertificateSketch> usage(int usage) {
        return sketch -> sketch.set(Extension.keyUsage, true, new KeyUsage(usage));
    }

    private static Consumer<CertificateSketch> purposes(KeyPurposeId... purposes) {
        return sketch -> sketch.set(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }

    private static Consumer<CertificateSketch> constraints(boolean critical, NameConstraints constraints) {
        return sketch -> sketch.set(Extension.nameConstraints, critical, constraints);
    }
}
