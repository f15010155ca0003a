package dev.clm.pki.lint;

import static dev.clm.pki.lint.Lint.violatedWhen;

import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Where revocation lists, issuers and responders are found (RFC 5280 4.2.1.13, 4.2.2.1). */
final class LocationLints {
    static final List<Lint> ALL = List.of(
            violatedWhen(
                    "crl_distribution_points_are_http_urls",
                    "4.2.1.13",
                    "certificate",
                    "A CRL is named by a full http or https URL",
                    LocationLints::hasUnreachableCrl),
            violatedWhen(
                    "crl_distribution_points_are_not_critical",
                    "4.2.1.13",
                    "certificate",
                    "The CRL distribution points are not critical",
                    subject -> subject.extensions.isCritical(Extension.cRLDistributionPoints)),
            violatedWhen(
                    "authority_information_access_is_by_http_urls",
                    "4.2.2.1",
                    "certificate",
                    "Issuers and responders are named by http or https URLs",
                    subject -> subject.extensions.informationAccess != null
                            && !Arrays.stream(subject.extensions.informationAccess.getAccessDescriptions())
                                    .map(AccessDescription::getAccessLocation)
                                    .allMatch(LocationLints::isHttp)),
            violatedWhen(
                    "authority_information_access_is_not_critical",
                    "4.2.2.1",
                    "certificate",
                    "The authority information access is not critical",
                    subject -> subject.extensions.isCritical(Extension.authorityInfoAccess)));

    private LocationLints() {}

    private static boolean hasUnreachableCrl(LintSubject subject) {
        if (subject.extensions.distributionPoints == null) {
            return false;
        }
        DistributionPoint[] points = subject.extensions.distributionPoints.getDistributionPoints();
        return points.length == 0 || !Arrays.stream(points).allMatch(LocationLints::isHttp);
    }

    private static boolean isHttp(DistributionPoint point) {
        DistributionPointName name = point.getDistributionPoint();
        return name != null
                && name.getType() == DistributionPointName.FULL_NAME
                && Arrays.stream(GeneralNames.getInstance(name.getName()).getNames())
                        .allMatch(LocationLints::isHttp);
    }

    private static boolean isHttp(GeneralName name) {
        return name.getTagNo() == GeneralName.uniformResourceIdentifier && isHttp(AlternativeNames.text(name));
    }

    private static boolean isHttp(String url) {
        int host = url.startsWith("http://") ? 7 : url.startsWith("https://") ? 8 : url.length();
        int path = url.indexOf('/', host);
        int end = path < 0 ? url.length() : path;
        return end > host
                && url.substring(host, end).chars().allMatch(LocationLints::isInHost)
                && url.substring(end).chars().allMatch(c -> c > ' ' && c <= '~');
    }

    private static boolean isInHost(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ".-:[]".indexOf(c) >= 0;
    }
}
