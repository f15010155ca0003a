package dev.clm.pki.publickey;

import dev.clm.pki.publickey.PublicKeyChecks.CheckedKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Elliptic curve keys (RFC 5480): a named curve, and an uncompressed point that lies on it (SP 800-56A, 5.6.2.3.3). */
final class EllipticCurveKeyChecks {
    private static final int UNCOMPRESSED = 4;

    private EllipticCurveKeyChecks() {}

    static CheckedKey canonical(SubjectPublicKeyInfo info) throws RefusedKey {
        NamedCurve curve = curve(info.getAlgorithm());
        byte[] point = info.getPublicKeyData().getOctets();
        requirePoint(curve, point);
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.oid());
        return new CheckedKey(KeySpec.ecdsa(curve), new SubjectPublicKeyInfo(algorithm, point));
    }

    private static NamedCurve curve(AlgorithmIdentifier algorithm) throws RefusedKey {
        if (!(algorithm.getParameters() instanceof ASN1ObjectIdentifier oid)) {
            throw new RefusedKey("explicit_curve_parameters", "the curve must be given by its name, not by parameters");
        }
        return NamedCurve.ofOid(oid)
                .orElseThrow(() ->
                        new RefusedKey("unsupported_curve", "the curve is none of P-256, P-384 and P-521: " + oid));
    }

    private static void requirePoint(NamedCurve curve, byte[] point) throws RefusedKey {
        if (point.length == 1 && point[0] == 0) {
            throw new RefusedKey("point_at_infinity", "the public key is the point at infinity");
        }
        if (point.length != curve.uncompressedPointLength() || point[0] != UNCOMPRESSED) {
            throw new RefusedKey("unsupported_point_format", "the point must be in uncompressed form");
        }
        try {
            // The order of these curves is prime: every point on the curve but infinity has it.
            curve.curve().decodePoint(point);
        } catch (IllegalArgumentException e) {
            throw new RefusedKey("point_not_on_curve", "the public key is not a point of the curve");
        }
    }
}
