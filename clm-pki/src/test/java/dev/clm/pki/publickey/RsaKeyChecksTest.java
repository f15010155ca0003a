package dev.clm.pki.publickey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RsaKeyChecksTest {
    private static final BigInteger E = RsaKeyChecks.EXPONENT;
    private static final Random RANDOM = new Random(20260101);
    private static final BigInteger P = prime(1024);
    private static final BigInteger Q = prime(1024);
    private static final BigInteger SOUND = P.multiply(Q);

    @Test
    void aSoundModulusIsAccepted() {
        assertThatCode(() -> RsaKeyChecks.check(SOUND, E)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 2040, 2047, 2049, 2052, 8193, 8200, 16384, 100_000})
    void modulusSizesOutsideTheRangeOrBetweenTheStepsAreRefused(int bits) {
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);

        assertThat(refusal(modulus, E)).isEqualTo("rsa_modulus_size");
    }

    @Test
    void zeroAndNegativeModuliAreRefused() {
        assertThat(refusal(BigInteger.ZERO, E)).isEqualTo("rsa_modulus_size");
        assertThat(refusal(SOUND.negate(), E)).isEqualTo("rsa_modulus_size");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 17, 65535, 65539, -65537, 4294967297L})
    void otherExponentsAreRefused(long exponent) {
        assertThat(refusal(SOUND, BigInteger.valueOf(exponent))).isEqualTo("rsa_exponent");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 7, 11, 97, 743, 751})
    void factorsUpTo751AreFound(int factor) {
        BigInteger modulus = multipleOf(BigInteger.valueOf(factor));

        assertThat(refusal(modulus, E)).isEqualTo("weak_key_small_factor");
    }

    @Test
    void theNextPrimeIsBeyondTrialDivision() {
        BigInteger modulus = multipleOf(BigInteger.valueOf(757));

        assertThatCode(() -> RsaKeyChecks.check(modulus, E)).doesNotThrowAnyException();
    }

    /** p = k·M + (65537^a mod M), M the product of the first 126 primes: the generator of CVE-2017-15361 for 2048 bits. */
    @Test
    void aModulusOfTheFlawedGeneratorIsRefused() {
        assertThat(refusal(rocaPrime().multiply(rocaPrime()), E)).isEqualTo("weak_key_roca");
    }

    @Test
    void aModulusThatLeavesTheGroupAtOnePrimeIsNotTakenForAFlawedOne() {
        BigInteger modulus = rocaPrime().multiply(P);

        assertThatCode(() -> RsaKeyChecks.check(modulus, E)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 100, 500})
    void closeFactorsAreRefused(int bitsOfDistance) {
        BigInteger q = P.add(BigInteger.ONE.shiftLeft(bitsOfDistance)).nextProbablePrime();

        assertThat(refusal(P.multiply(q), E)).isEqualTo("weak_key_fermat");
    }

    @Test
    void aSquareIsRefused() {
        assertThat(refusal(P.multiply(P), E)).isEqualTo("weak_key_fermat");
    }

    /** n = (a - b)(a + b): the method starts at the root of n and must reach a in its last round, not one sooner. */
    @Test
    void exactlyOneHundredRoundsAreMade() {
        BigInteger a = P;

        assertThat(FermatFactorization.succeeds(withRounds(a, FermatFactorization.ROUNDS)))
                .isTrue();
        assertThat(FermatFactorization.succeeds(withRounds(a, FermatFactorization.ROUNDS + 1)))
                .isFalse();
    }

    @Test
    void theSquareFilterAgreesWithTheRoot() {
        assertThat(IntStream.range(0, 100_000).filter(n -> FermatFactorization.isSquare(BigInteger.valueOf(n))))
                .containsExactlyElementsOf(
                        IntStream.range(0, 317).map(n -> n * n).boxed().toList());
    }

    /** A b with ceil(sqrt(a² - b²)) = a - rounds + 1, so that a is the given round. */
    private static BigInteger withRounds(BigInteger a, int rounds) {
        BigInteger before = a.subtract(BigInteger.valueOf(rounds));
        BigInteger b = a.multiply(a).subtract(before.multiply(before)).sqrt();
        BigInteger modulus = a.multiply(a).subtract(b.multiply(b));
        assertThat(modulus.sqrt()).isEqualTo(before);
        return modulus;
    }

    /** With the two highest bits set, as key generators do: a product of two such has twice the bits. */
    private static BigInteger prime(int bits) {
        return new BigInteger(bits, RANDOM).setBit(bits - 1).setBit(bits - 2).nextProbablePrime();
    }

    private static BigInteger multipleOf(BigInteger factor) {
        BigInteger rest = BigInteger.ONE.shiftLeft(2047).divide(factor.multiply(P));
        return factor.multiply(P).multiply(rest.nextProbablePrime());
    }

    private static BigInteger rocaPrime() {
        BigInteger primorial = IntStream.iterate(
                        2, n -> BigInteger.valueOf(n).nextProbablePrime().intValueExact())
                .limit(126)
                .mapToObj(BigInteger::valueOf)
                .reduce(BigInteger.ONE, BigInteger::multiply);
        while (true) {
            BigInteger k = new BigInteger(1024 - primorial.bitLength(), RANDOM);
            BigInteger power = E.modPow(new BigInteger(64, RANDOM), primorial);
            BigInteger candidate = k.multiply(primorial).add(power);
            boolean highBits = candidate.bitLength() == 1024 && candidate.testBit(1022);
            if (highBits && candidate.isProbablePrime(40)) {
                return candidate;
            }
        }
    }

    private static String refusal(BigInteger modulus, BigInteger exponent) {
        return catchThrowableOfType(RefusedKey.class, () -> RsaKeyChecks.check(modulus, exponent))
                .code();
    }
}
