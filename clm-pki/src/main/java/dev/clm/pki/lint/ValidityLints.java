package dev.clm.pki.lint;

import static dev.clm.pki.lint.Lint.violatedWhen;

import java.time.Instant;
import java.util.List;

/** The validity period (RFC 5280 4.1.2.5). */
final class ValidityLints {
    private static final long SECONDS_OF_A_DAY = 86_400;
    private static final long MAXIMUM_OF_SERVERS = 398;
    private static final Instant YEAR_2050 = Instant.parse("2050-01-01T00:00:00Z");

    static final List<Lint> ALL = List.of(
            violatedWhen(
                    "validity_has_seconds_and_ends_in_z",
                    "4.1.2.5.1, 4.1.2.5.2",
                    "validity_days",
                    "Both times name seconds, no fraction of them, and Greenwich Mean Time by a Z",
                    subject -> !isReadable(subject)),
            violatedWhen(
                    "validity_is_utc_time_until_2049",
                    "4.1.2.5",
                    "validity_days",
                    "Times until 2049 are UTCTime, times from 2050 on GeneralizedTime",
                    subject -> isWronglyTyped(subject.notBefore) || isWronglyTyped(subject.notAfter)),
            violatedWhen(
                    "validity_begins_before_it_ends",
                    "4.1.2.5",
                    "validity_days",
                    "notBefore lies before notAfter",
                    subject ->
                            isReadable(subject) && !subject.notBefore.instant().isBefore(subject.notAfter.instant())),
            violatedWhen(
                    "validity_begins_no_earlier_than_issuers",
                    "6.1.3",
                    "validity_days",
                    "The certificate does not begin before its issuer's",
                    subject -> isReadable(subject)
                            && subject.notBefore.instant().isBefore(subject.issuer.notBefore.instant())),
            violatedWhen(
                    "validity_ends_no_later_than_issuers",
                    "6.1.3",
                    "validity_days",
                    "The certificate does not outlive its issuer's",
                    subject -> isReadable(subject)
                            && subject.notAfter.instant().isAfter(subject.issuer.notAfter.instant())),
            violatedWhen(
                    "validity_is_whole_days",
                    "4.1.2.5",
                    "validity_days",
                    "The validity, its first and its last second included, is a whole number of days, or ends with the issuer's",
                    subject -> isReadable(subject) && seconds(subject) % SECONDS_OF_A_DAY != 0 && !isCut(subject)),
            violatedWhen(
                    "server_is_valid_for_at_most_398_days",
                    "CA/B Baseline Requirements 6.3.2",
                    "validity_days",
                    "A certificate for TLS servers is valid for at most 398 days, its first and its last second included",
                    subject -> isReadable(subject)
                            && HostNameLints.isServer(subject)
                            && seconds(subject) > MAXIMUM_OF_SERVERS * SECONDS_OF_A_DAY));

    private ValidityLints() {}

    /** RFC 5280, 4.1.2.5: from notBefore through notAfter, inclusive. */
    private static long seconds(LintSubject subject) {
        return subject.notAfter.instant().getEpochSecond()
                - subject.notBefore.instant().getEpochSecond()
                + 1;
    }

    private static boolean isCut(LintSubject subject) {
        return !subject.isSelfSigned() && subject.notAfter.instant().equals(subject.issuer.notAfter.instant());
    }

    private static boolean isReadable(LintSubject subject) {
        return subject.notBefore.instant() != null && subject.notAfter.instant() != null;
    }

    private static boolean isWronglyTyped(ValidityTime time) {
        return time.instant() != null && time.utcTime() != time.instant().isBefore(YEAR_2050);
    }
}
