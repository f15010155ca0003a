package dev.clm.pki.publickey;

import dev.clm.pki.encoding.StrictDer;
import dev.clm.pki.publickey.PublicKeyChecks.CheckedKey;
import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** RSA keys (RFC 3279, 2.3.1): size, exponent, and the known ways in which bad generators give themselves away. */
final class RsaKeyChecks {
    static final BigInteger EXPONENT = BigInteger.valueOf(65537);

    private RsaKeyChecks() {}

    static CheckedKey canonical(SubjectPublicKeyInfo info) throws RefusedKey, IOException {
        RSAPublicKey key =
                RSAPublicKey.getInstance(StrictDer.parse(info.getPublicKeyData().getOctets()));
        check(key.getModulus(), key.getPublicExponent());
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        return new CheckedKey(
                KeySpec.rsa(key.getModulus().bitLength()),
                new SubjectPublicKeyInfo(algorithm, new RSAPublicKey(key.getModulus(), EXPONENT)));
    }

    static void check(BigInteger modulus, BigInteger exponent) throws RefusedKey {
        // The size first: everything after it is arithmetic on a number of the caller's choosing.
        if (modulus.signum() <= 0 || !KeySpec.isRsaSize(modulus.bitLength())) {
            throw new RefusedKey("rsa_modulus_size", "an RSA modulus has 2048 to 8192 bits in steps of 8");
        }
        if (!EXPONENT.equals(exponent)) {
            throw new RefusedKey("rsa_exponent", "the public exponent must be 65537");
        }
        SmallPrimeResidues residues = SmallPrimeResidues.of(modulus);
        if (residues.containZero()) {
            throw new RefusedKey("weak_key_small_factor", "the modulus has a factor of at most 751");
        }
        if (RocaFingerprint.matches(residues)) {
            throw new RefusedKey("weak_key_roca", "the modulus bears the ROCA fingerprint (CVE-2017-15361)");
        }
        if (FermatFactorization.succeeds(modulus)) {
            throw new RefusedKey("weak_key_fermat", "the factors of the modulus are too close to each other");
        }
    }
}
