package dev.clm.pki.publickey;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;

/** The NIST curves of RFC 5480 that are accepted, under the names of FIPS 186-5. */
public enum NamedCurve {
    P_256("P-256", 256, SECObjectIdentifiers.secp256r1),
    P_384("P-384", 384, SECObjectIdentifiers.secp384r1),
    P_521("P-521", 521, SECObjectIdentifiers.secp521r1);

    private final String wireName;
    private final int size;
    private final ASN1ObjectIdentifier oid;

    NamedCurve(String wireName, int size, ASN1ObjectIdentifier oid) {
        this.wireName = wireName;
        this.size = size;
        this.oid = oid;
    }

    public String wireName() {
        return wireName;
    }

    /** Bits of the field. */
    public int size() {
        return size;
    }

    public ASN1ObjectIdentifier oid() {
        return oid;
    }

    /** Octets of an uncompressed point (SEC 1, 2.3.3). */
    int uncompressedPointLength() {
        return 1 + 2 * ((size + 7) / 8);
    }

    ECCurve curve() {
        return CustomNamedCurves.getByOID(oid).getCurve();
    }

    public static Optional<NamedCurve> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(curve -> curve.wireName.equals(name))
                .findFirst();
    }

    static Optional<NamedCurve> ofSize(int size) {
        return Arrays.stream(values()).filter(curve -> curve.size == size).findFirst();
    }

    static Optional<NamedCurve> ofOid(ASN1ObjectIdentifier oid) {
        return Arrays.stream(values()).filter(curve -> curve.oid.equals(oid)).findFirst();
    }
}
