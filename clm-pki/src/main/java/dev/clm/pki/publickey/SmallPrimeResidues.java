package dev.clm.pki.publickey;

import java.math.BigInteger;
import java.util.stream.IntStream;

/** A modulus reduced by every prime up to 751: trial division and the ROCA fingerprint both read these. */
final class SmallPrimeResidues {
    static final int LARGEST_PRIME = 751;
    private static final int[] PRIMES = IntStream.rangeClosed(2, LARGEST_PRIME)
            .filter(n -> BigInteger.valueOf(n).isProbablePrime(50))
            .toArray();
    private static final BigInteger PRODUCT =
            IntStream.of(PRIMES).mapToObj(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
    private static final BigInteger[] BIG_PRIMES =
            IntStream.of(PRIMES).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new);

    private final int[] residues;

    private SmallPrimeResidues(int[] residues) {
        this.residues = residues;
    }

    static SmallPrimeResidues of(BigInteger modulus) {
        // One long division by the product of all primes; the divisions by each prime are short ones.
        BigInteger rest = modulus.mod(PRODUCT);
        int[] residues = new int[PRIMES.length];
        for (int i = 0; i < residues.length; i++) {
            residues[i] = rest.mod(BIG_PRIMES[i]).intValue();
        }
        return new SmallPrimeResidues(residues);
    }

    boolean containZero() {
        return IntStream.of(residues).anyMatch(residue -> residue == 0);
    }

    static int prime(int index) {
        return PRIMES[index];
    }

    int residue(int index) {
        return residues[index];
    }
}
