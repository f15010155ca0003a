package dev.clm.pki.lint;

import static dev.clm.pki.lint.BrokenCertificates.authorityUnder;
import static dev.clm.pki.lint.BrokenCertificates.client;
import static dev.clm.pki.lint.BrokenCertificates.clientUnder;
import static dev.clm.pki.lint.BrokenCertificates.issuer;
import static dev.clm.pki.lint.BrokenCertificates.permitting;

import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;

final class BrokenPaths {
    private BrokenPaths() {}

    static void addTo(Map<String, LintSubject> broken) {
        addLocations(broken);
        addPaths(broken);
    }

    private static void addLocations(Map<String, LintSubject> broken) {
        broken.put(
                "crl_distribution_points_are_http_urls",
                client(sketch -> sketch.add(Extension.cRLDistributionPoints, false, crlAt("ldap://example.com/crl"))));
        broken.put(
                "crl_distribution_points_are_not_critical",
                client(sketch -> sketch.add(Extension.cRLDistributionPoints, true, crlAt("http://example.com/crl"))));
        broken.put(
                "authority_information_access_is_by_http_urls",
                client(sketch -> sketch.add(Extension.authorityInfoAccess, false, issuerAt("http:/example.com"))));
        broken.put(
                "authority_information_access_is_not_critical",
                client(sketch -> sketch.add(Extension.authorityInfoAccess, true, issuerAt("http://example.com/"))));
    }

    private static void addPaths(Map<String, LintSubject> broken) {
        broken.put(
                "issuer_is_an_authority",
                clientUnder(issuer(sketch -> sketch.remove(Extension.basicConstraints)), sketch -> {}));
        broken.put(
                "issuer_may_sign_certificates",
                clientUnder(
                        issuer(sketch -> sketch.set(Extension.keyUsage, true, new KeyUsage(KeyUsage.cRLSign))),
                        sketch -> {}));
        broken.put(
                "path_length_of_authorities_above_is_kept",
                authorityUnder(
                        issuer(sketch -> sketch.set(Extension.basicConstraints, true, new BasicConstraints(0))),
                        sketch -> {}));
        broken.put(
                "subject_is_within_name_constraints_above",
                clientUnder(
                        constrained(new GeneralName(new X500Name("O=Example"))),
                        sketch -> sketch.subject = new X500Name("O=Other,CN=Alice")));
        broken.put(
                "common_name_is_within_name_constraints_above",
                clientUnder(
                        constrained(new GeneralName(GeneralName.dNSName, "example.com")),
                        sketch -> sketch.subject = new X500Name("CN=www.example.org")));
        broken.put(
                "alternative_names_are_within_name_constraints_above",
                clientUnder(
                        constrained(new GeneralName(GeneralName.dNSName, "example.com")),
                        sketch -> sketch.names(new GeneralName(GeneralName.dNSName, "www.example.org"))));
    }

    static LintSubject constrained(GeneralName permitted) {
        return issuer(sketch -> sketch.set(Extension.nameConstraints, true, permitting(permitted)));
    }

    private static CRLDistPoint crlAt(String url) {
        DistributionPointName name = new DistributionPointName(
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, url)));
        return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name, null, null)});
    }

    private static AuthorityInformationAccess issuerAt(String url) {
        return new AuthorityInformationAccess(
                AccessDescription.id_ad_caIssuers, new GeneralName(GeneralName.uniformResourceIdentifier, url));
    }
}
