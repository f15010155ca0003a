package dev.clm.pki.publickey;

import java.util.BitSet;

/**
 * The fingerprint of CVE-2017-15361 ("The Return of Coppersmith's Attack", Nemec et al., 2017): the flawed generator's
 * moduli are powers of 65537 modulo every one of the first 39 primes. Of sound keys one in 2^27 looks alike.
 */
final class RocaFingerprint {
    /** The primes up to 167, whose product divides the constant of every affected key length. */
    static final int PRIMES = 39;

    private static final BitSet[] POWERS = powers();

    private RocaFingerprint() {}

    static boolean matches(SmallPrimeResidues residues) {
        for (int i = 0; i < PRIMES; i++) {
            if (!POWERS[i].get(residues.residue(i))) {
                return false;
            }
        }
        return true;
    }

    private static BitSet[] powers() {
        BitSet[] powers = new BitSet[PRIMES];
        for (int i = 0; i < PRIMES; i++) {
            int prime = SmallPrimeResidues.prime(i);
            powers[i] = new BitSet(prime);
            for (int power = 1; !powers[i].get(power); power = (int) (power * 65537L % prime)) {
                powers[i].set(power);
            }
        }
        return powers;
    }
}
