package dev.clm.pki.lint;

import static dev.clm.pki.lint.Lint.violatedWhen;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;

/** Encoding, version, serial number and issuer (RFC 5280 4.1 and 4.1.2.1 to 4.1.2.8). */
final class BasicFieldLints {
    private static final int MAXIMUM_SERIAL_OCTETS = 20;
    private static final int MINIMUM_SERIAL_BITS = 64;

    static final List<Lint> ALL = List.of(
            violatedWhen(
                    "encoding_is_der",
                    "4.1",
                    "certificate",
                    "The certificate is encoded in DER, byte for byte",
                    BasicFieldLints::isNotDer),
            violatedWhen(
                    "version_is_3_where_there_are_extensions",
                    "4.1.2.1",
                    "certificate",
                    "A certificate with extensions has version 3",
                    subject -> !subject.tbs.extensions().isEmpty() && subject.tbs.version() != 3),
            violatedWhen(
                    "serial_number_is_positive",
                    "4.1.2.2",
                    "certificate",
                    "The serial number is neither negative nor zero",
                    subject -> serial(subject).signum() <= 0),
            violatedWhen(
                    "serial_number_has_at_most_20_octets",
                    "4.1.2.2",
                    "certificate",
                    "The serial number has at most 20 octets",
                    subject -> serial(subject).bitLength() >= MAXIMUM_SERIAL_OCTETS * 8),
            violatedWhen(
                    "serial_number_has_at_least_64_bits",
                    "CA/B Baseline Requirements 7.1",
                    "certificate",
                    "The serial number is long enough to carry 64 random bits",
                    subject -> serial(subject).bitLength() < MINIMUM_SERIAL_BITS),
            violatedWhen(
                    "issuer_is_not_empty",
                    "4.1.2.4",
                    "issuer_id",
                    "The issuer has a distinguished name",
                    subject -> subject.tbs.issuer().size() == 0),
            violatedWhen(
                    "issuer_equals_subject_of_issuer",
                    "4.1.2.4, 6.1.3",
                    "issuer_id",
                    "The issuer field equals the subject of the issuer's certificate byte for byte",
                    subject -> !Arrays.equals(
                            LintSubject.der(subject.tbs.issuer()), LintSubject.der(subject.issuer.tbs.subject()))),
            violatedWhen(
                    "unique_identifiers_are_absent",
                    "4.1.2.8",
                    "certificate",
                    "There is neither an issuerUniqueID nor a subjectUniqueID",
                    subject -> subject.tbs.uniqueIdentifiers()));

    private BasicFieldLints() {}

    private static BigInteger serial(LintSubject subject) {
        return subject.tbs.serialNumber().getValue();
    }

    private static boolean isNotDer(LintSubject subject) {
        try {
            return !Arrays.equals(subject.certificate.getEncoded(ASN1Encoding.DER), subject.encoded);
        } catch (IOException e) {
            return true;
        }
    }
}
