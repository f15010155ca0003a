package dev.clm.pki.certificate;

import dev.clm.common.error.ClmException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * The values of certificates.certificate_type, each with its profile: key usage, extended key usage (RFC 5280 4.2.1.3, 4.2.1.12) and
 * validity. The reasons are in docs/decisions/0004-certificate-profiles.md.
 */
public enum CertificateType {
    ROOT(3650, 9131),
    INTERMEDIATE(1825, 5475),
    LEAF(90, 398, KeyPurposeId.id_kp_clientAuth),
    CLIENT(90, 825, KeyPurposeId.id_kp_clientAuth),
    SERVER(90, 398, KeyPurposeId.id_kp_serverAuth),
    CODE_SIGNING(90, 460, KeyPurposeId.id_kp_codeSigning),
    EMAIL(90, 825, KeyPurposeId.id_kp_emailProtection);

    private final int defaultValidityDays;
    private final int maximumValidityDays;
    private final List<KeyPurposeId> purposes;

    CertificateType(int defaultValidityDays, int maximumValidityDays, KeyPurposeId... purposes) {
        this.defaultValidityDays = defaultValidityDays;
        this.maximumValidityDays = maximumValidityDays;
        this.purposes = List.of(purposes);
    }

    /** The type of this name as the database and the API write it; anything else is refused as certificate_type. */
    public static CertificateType of(String value) {
        return Stream.of(values())
                .filter(type -> type.value().equals(value))
                .findFirst()
                .orElseThrow(() -> ClmException.invalid(
                        "certificate_type",
                        "unknown_value",
                        Stream.of(values())
                                .map(CertificateType::value)
                                .collect(Collectors.joining(", ", "One of ", ""))));
    }

    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isAuthority() {
        return this == ROOT || this == INTERMEDIATE;
    }

    public int defaultValidityDays() {
        return defaultValidityDays;
    }

    public int maximumValidityDays() {
        return maximumValidityDays;
    }

    /** The days asked for, or this type's default for null; more than its maximum or less than one is refused as validity_days. */
    public int validityDays(Integer requested) {
        int days = Objects.requireNonNullElse(requested, defaultValidityDays);
        if (days < 1 || days > maximumValidityDays) {
            throw ClmException.invalid(
                    "validity_days",
                    "out_of_range",
                    "A certificate of type " + value() + " is valid for 1 to " + maximumValidityDays + " days");
        }
        return days;
    }

    /** Every key signs; only an RSA key of a TLS server also deciphers, for TLS 1.2 without forward secrecy. */
    public KeyUsage keyUsage(AlgorithmIdentifier publicKeyAlgorithm, GeneralNames alternativeNames) {
        if (isAuthority()) {
            return new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature);
        }
        boolean rsa = publicKeyAlgorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
        boolean server = this == SERVER || this == LEAF && namesHost(alternativeNames);
        return new KeyUsage(KeyUsage.digitalSignature | (server && rsa ? KeyUsage.keyEncipherment : 0));
    }

    /** Empty for authorities. A leaf is for TLS servers too where it has a DNS name or an address to be recognised by. */
    public Optional<ExtendedKeyUsage> extendedKeyUsage(GeneralNames alternativeNames) {
        if (isAuthority()) {
            return Optional.empty();
        }
        if (this == LEAF && namesHost(alternativeNames)) {
            return Optional.of(new ExtendedKeyUsage(
                    new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
        }
        return Optional.of(new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
    }

    private static boolean namesHost(GeneralNames names) {
        return names != null
                && Stream.of(names.getNames())
                        .anyMatch(name ->
                                name.getTagNo() == GeneralName.dNSName || name.getTagNo() == GeneralName.iPAddress);
    }
}
