package dev.clm.pki.lint;

import static dev.clm.pki.lint.BrokenCertificates.client;
import static dev.clm.pki.lint.BrokenCertificates.server;

import java.util.Map;
import java.util.function.Consumer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;

final class BrokenNames {
    private BrokenNames() {}

    static void addTo(Map<String, LintSubject> broken) {
        addAlternativeNames(broken);
        addHostNames(broken);
    }

    private static void addAlternativeNames(Map<String, LintSubject> broken) {
        broken.put("empty_subject_has_an_alternative_name", client(sketch -> sketch.subject = BrokenFields.NO_NAME));
        GeneralNames uri = new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, "urn:example:1"));
        broken.put(
                "alternative_name_is_critical_only_without_subject",
                client(sketch -> sketch.set(Extension.subjectAlternativeName, true, uri)));
        broken.put("alternative_names_are_not_empty", client(sketch -> sketch.names()));
        broken.put(
                "ip_addresses_have_4_or_16_octets",
                client(sketch ->
                        sketch.names(new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[5])))));
        broken.put("uris_are_absolute", client(name(GeneralName.uniformResourceIdentifier, "/relative")));
        broken.put(
                "email_addresses_are_ascii_mailboxes",
                client(name(GeneralName.rfc822Name, "Alice <alice@example.com>")));
        broken.put(
                "email_in_subject_is_an_alternative_name",
                client(sketch -> sketch.subject = new X500Name("CN=Alice,E=alice@example.com")));
        broken.put(
                "mail_certificate_has_an_email_address",
                client(sketch -> sketch.set(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection))));
    }

    private static void addHostNames(Map<String, LintSubject> broken) {
        broken.put("dns_names_are_letters_digits_hyphens", client(name(GeneralName.dNSName, "under_score.example")));
        broken.put("dns_names_are_within_length", client(name(GeneralName.dNSName, "a".repeat(64) + ".example")));
        broken.put("dns_names_are_lower_case", client(name(GeneralName.dNSName, "WWW.example.com")));
        broken.put("dns_wildcard_is_the_whole_first_label", client(name(GeneralName.dNSName, "w*.example.com")));
        broken.put("dns_names_are_not_addresses", client(name(GeneralName.dNSName, "192.0.2.1")));
        broken.put(
                "server_has_a_dns_name_or_address", server(sketch -> sketch.remove(Extension.subjectAlternativeName)));
        broken.put(
                "server_common_name_is_an_alternative_name",
                server(sketch -> sketch.subject = new X500Name("CN=other.example.com")));
    }

    private static Consumer<CertificateSketch> name(int form, String text) {
        return sketch -> sketch.names(new GeneralName(form, text));
    }
}
