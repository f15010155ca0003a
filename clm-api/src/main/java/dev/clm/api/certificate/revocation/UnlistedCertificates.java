package dev.clm.api.certificate.revocation;

import dev.clm.secure.certificate.revocation.RevocableCertificate;
import java.util.List;
import java.util.stream.Stream;

/** Revoked certificates that no authority here issued, such as roots: there is no list to name them. Those of other tenants are only counted. */
final class UnlistedCertificates {
    private static final String CONSEQUENCE =
            " no issuing authority here: no list of revoked certificates will name %s";

    private UnlistedCertificates() {}

    /**
     * A sentence for each of the organization's, at most `told`, one for the rest of them, and one for all others'.
     *
     * @param own those of the organization, in the order in which they are told
     */
    static List<String> warnings(List<RevocableCertificate> own, List<RevocableCertificate> ofOthers, int told) {
        List<RevocableCertificate> unlisted =
                own.stream().filter(UnlistedCertificates::isUnlisted).toList();
        long others = ofOthers.stream().filter(UnlistedCertificates::isUnlisted).count();
        Stream<String> each = unlisted.stream()
                .limit(told)
                .map(one ->
                        "certificate " + one.id() + " (" + one.commonName() + ") has" + CONSEQUENCE.formatted("it"));
        return Stream.of(
                        each,
                        counted("more certificates", (long) unlisted.size() - told),
                        counted("certificates of other organizations", others))
                .flatMap(sentences -> sentences)
                .toList();
    }

    private static Stream<String> counted(String which, long number) {
        return number > 0
                ? Stream.of(which + ", " + number + " in number, have" + CONSEQUENCE.formatted("them"))
                : Stream.empty();
    }

    private static boolean isUnlisted(RevocableCertificate certificate) {
        return certificate.issuerAuthority().isEmpty();
    }
}
