package dev.clm.pki.publickey;

import dev.clm.common.error.ClmException;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The one door through which a public key comes in: weak, malformed and ambiguous keys are refused with a code of their own. */
public final class PublicKeyChecks {
    private PublicKeyChecks() {}

    /** The checked key; otherwise a refusal that names the given field. */
    public static SubjectPublicKey accept(SubjectPublicKeyInfo info, String field) {
        try {
            return check(info);
        } catch (RefusedKey e) {
            throw ClmException.invalid(field, e.code(), e.getMessage());
        } catch (IOException | RuntimeException e) {
            throw ClmException.invalid(field, "malformed_public_key", "the public key is malformed");
        }
    }

    private static SubjectPublicKey check(SubjectPublicKeyInfo info) throws RefusedKey, IOException {
        ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
        if (PKCSObjectIdentifiers.rsaEncryption.equals(algorithm)) {
            return canonical(info, RsaKeyChecks.canonical(info));
        }
        if (X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm)) {
            return canonical(info, EllipticCurveKeyChecks.canonical(info));
        }
        if (EdECObjectIdentifiers.id_Ed25519.equals(algorithm)) {
            return canonical(info, EdwardsKeyChecks.ed25519(info));
        }
        if (EdECObjectIdentifiers.id_Ed448.equals(algorithm)) {
            return canonical(info, EdwardsKeyChecks.ed448(info));
        }
        throw new RefusedKey(
                "unsupported_key_algorithm", "the key is none of RSA, ECDSA, Ed25519 and Ed448: " + algorithm);
    }

    /** One key, one encoding: otherwise a blocked key came back under another hash. */
    private static SubjectPublicKey canonical(SubjectPublicKeyInfo given, CheckedKey checked)
            throws RefusedKey, IOException {
        byte[] der = checked.info().getEncoded(ASN1Encoding.DER);
        if (!Arrays.equals(der, given.getEncoded(ASN1Encoding.DER))) {
            throw new RefusedKey("public_key_not_canonical", "the public key is not in its canonical encoding");
        }
        return new SubjectPublicKey(checked.spec(), checked.info(), der);
    }

    /** A key that passed, in the encoding that counts. */
    record CheckedKey(KeySpec spec, SubjectPublicKeyInfo info) {}
}
