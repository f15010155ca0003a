package dev.clm.pki.lint;

import static dev.clm.pki.lint.Lint.violatedWhen;

import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Key usage and extended key usage (RFC 5280 4.2.1.3, 4.2.1.12). */
final class KeyUsageLints {
    private static final int ENCIPHERMENT = KeyUsage.keyEncipherment | KeyUsage.dataEncipherment;
    private static final int AGREEMENT_ONLY = KeyUsage.encipherOnly | KeyUsage.decipherOnly;

    /** For each purpose the usages of which it needs one (4.2.1.12). */
    private static final Map<KeyPurposeId, List<Integer>> CONSISTENT_USAGES = Map.of(
            KeyPurposeId.id_kp_serverAuth,
                    List.of(KeyUsage.digitalSignature, KeyUsage.keyEncipherment, KeyUsage.keyAgreement),
            KeyPurposeId.id_kp_clientAuth, List.of(KeyUsage.digitalSignature, KeyUsage.keyAgreement),
            KeyPurposeId.id_kp_codeSigning, List.of(KeyUsage.digitalSignature),
            KeyPurposeId.id_kp_emailProtection,
                    List.of(
                            KeyUsage.digitalSignature,
                            KeyUsage.nonRepudiation,
                            KeyUsage.keyEncipherment,
                            KeyUsage.keyAgreement),
            KeyPurposeId.id_kp_timeStamping, List.of(KeyUsage.digitalSignature, KeyUsage.nonRepudiation),
            KeyPurposeId.id_kp_OCSPSigning, List.of(KeyUsage.digitalSignature, KeyUsage.nonRepudiation));

    static final List<Lint> ALL = List.of(
            violatedWhen(
                    "key_usage_is_present_and_critical",
                    "4.2.1.3",
                    "certificate",
                    "The certificate has a critical key usage",
                    subject -> !subject.extensions.isCritical(Extension.keyUsage)),
            violatedWhen(
                    "key_usage_is_not_empty",
                    "4.2.1.3",
                    "certificate",
                    "At least one bit of the key usage is set",
                    subject -> subject.extensions.keyUsage != null && isEmpty(subject.extensions.keyUsage)),
            violatedWhen(
                    "key_usage_fits_key_algorithm",
                    "RFC 3279 2.3, RFC 5480 3, RFC 8410 5",
                    "certificate",
                    "The key usage asks nothing of the key that its algorithm cannot do",
                    KeyUsageLints::asksTooMuch),
            violatedWhen(
                    "encipher_only_and_decipher_only_need_key_agreement",
                    "4.2.1.3",
                    "certificate",
                    "encipherOnly and decipherOnly stand only beside keyAgreement",
                    subject -> hasAny(subject, AGREEMENT_ONLY)
                            && !subject.hasKeyUsage(KeyUsage.keyAgreement)
                            && !PublicKeyLints.isRsa(subject)
                            && !PublicKeyLints.isEdwards(subject)),
            violatedWhen(
                    "extended_key_usage_does_not_allow_any",
                    "4.2.1.12",
                    "certificate",
                    "anyExtendedKeyUsage is not among the purposes",
                    subject -> subject.hasExtendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage)),
            violatedWhen(
                    "extended_key_usage_separates_servers_and_code",
                    "CA/B Code Signing Requirements 7.1.2.3",
                    "certificate",
                    "No certificate is for TLS servers and for code signing at once",
                    subject -> subject.hasExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)
                            && subject.hasExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning)),
            violatedWhen(
                    "extended_key_usage_fits_key_usage",
                    "4.2.1.12",
                    "certificate",
                    "Each purpose has a key usage that can serve it",
                    KeyUsageLints::hasUselessPurpose));

    private KeyUsageLints() {}

    private static boolean isEmpty(KeyUsage usage) {
        for (byte octet : usage.getBytes()) {
            if (octet != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasAny(LintSubject subject, int usages) {
        for (int usage = 1; usage <= KeyUsage.decipherOnly; usage <<= 1) {
            if ((usages & usage) != 0 && subject.hasKeyUsage(usage)) {
                return true;
            }
        }
        return false;
    }

    private static boolean asksTooMuch(LintSubject subject) {
        if (PublicKeyLints.isRsa(subject)) {
            return hasAny(subject, KeyUsage.keyAgreement | AGREEMENT_ONLY);
        }
        if (PublicKeyLints.isElliptic(subject)) {
            return hasAny(subject, ENCIPHERMENT);
        }
        return PublicKeyLints.isEdwards(subject)
                && hasAny(subject, ENCIPHERMENT | KeyUsage.keyAgreement | AGREEMENT_ONLY);
    }

    private static boolean hasUselessPurpose(LintSubject subject) {
        if (subject.authority || subject.extensions.extendedKeyUsage == null || subject.extensions.keyUsage == null) {
            return false;
        }
        for (KeyPurposeId purpose : subject.extensions.extendedKeyUsage.getUsages()) {
            List<Integer> usages = CONSISTENT_USAGES.get(purpose);
            if (usages != null && usages.stream().noneMatch(subject::hasKeyUsage)) {
                return true;
            }
        }
        return false;
    }
}
