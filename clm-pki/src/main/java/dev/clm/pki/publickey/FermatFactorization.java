package dev.clm.pki.publickey;

import java.math.BigInteger;
import java.util.BitSet;

/** Fermat's method: with n = a² - b², factors close to each other are found within a few steps of a from the root of n. */
final class FermatFactorization {
    static final int ROUNDS = 100;
    /** 63 · 65 · 11: squares are rare modulo each, so nearly every non-square is told without taking its root. */
    private static final BigInteger FILTER = BigInteger.valueOf(63 * 65 * 11);

    private static final BitSet SQUARES_64 = squares(64);
    private static final BitSet SQUARES_63 = squares(63);
    private static final BitSet SQUARES_65 = squares(65);
    private static final BitSet SQUARES_11 = squares(11);

    private FermatFactorization() {}

    static boolean succeeds(BigInteger modulus) {
        BigInteger[] root = modulus.sqrtAndRemainder();
        BigInteger a = root[1].signum() == 0 ? root[0] : root[0].add(BigInteger.ONE);
        BigInteger difference = a.multiply(a).subtract(modulus);
        for (int round = 0; round < ROUNDS; round++) {
            if (isSquare(difference)) {
                return true;
            }
            // (a + 1)² - a² = 2a + 1
            difference = difference.add(a.shiftLeft(1)).add(BigInteger.ONE);
            a = a.add(BigInteger.ONE);
        }
        return false;
    }

    static boolean isSquare(BigInteger number) {
        if (!SQUARES_64.get(number.intValue() & 63)) {
            return false;
        }
        int rest = number.mod(FILTER).intValue();
        return SQUARES_63.get(rest % 63)
                && SQUARES_65.get(rest % 65)
                && SQUARES_11.get(rest % 11)
                && number.sqrtAndRemainder()[1].signum() == 0;
    }

    private static BitSet squares(int modulus) {
        BitSet squares = new BitSet(modulus);
        for (int i = 0; i < modulus; i++) {
            squares.set(i * i % modulus);
        }
        return squares;
    }
}
