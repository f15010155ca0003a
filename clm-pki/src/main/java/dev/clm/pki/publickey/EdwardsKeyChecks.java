package dev.clm.pki.publickey;

import dev.clm.pki.publickey.PublicKeyChecks.CheckedKey;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed448;

/** Ed25519 and Ed448 keys (RFC 8410): the length, a point on the curve, and one of the large prime order. */
final class EdwardsKeyChecks {
    private EdwardsKeyChecks() {}

    static CheckedKey ed25519(SubjectPublicKeyInfo info) throws RefusedKey {
        byte[] point = point(info, Ed25519.PUBLIC_KEY_SIZE);
        requirePoint(Ed25519.validatePublicKeyPartial(point, 0), Ed25519.validatePublicKeyFull(point, 0));
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
        return new CheckedKey(KeySpec.ED25519, new SubjectPublicKeyInfo(algorithm, point));
    }

    static CheckedKey ed448(SubjectPublicKeyInfo info) throws RefusedKey {
        byte[] point = point(info, Ed448.PUBLIC_KEY_SIZE);
        requirePoint(Ed448.validatePublicKeyPartial(point, 0), Ed448.validatePublicKeyFull(point, 0));
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed448);
        return new CheckedKey(KeySpec.ED448, new SubjectPublicKeyInfo(algorithm, point));
    }

    private static byte[] point(SubjectPublicKeyInfo info, int length) throws RefusedKey {
        byte[] point = info.getPublicKeyData().getOctets();
        if (point.length != length) {
            throw new RefusedKey("public_key_length", "the public key must have " + length + " octets");
        }
        return point;
    }

    private static void requirePoint(boolean onCurve, boolean ofPrimeOrder) throws RefusedKey {
        if (!onCurve) {
            throw new RefusedKey("point_not_on_curve", "the public key is not a point of the curve");
        }
        if (!ofPrimeOrder) {
            throw new RefusedKey("low_order_point", "the public key is not of the curve's prime order");
        }
    }
}
