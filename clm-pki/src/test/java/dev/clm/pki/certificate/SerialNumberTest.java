package dev.clm.pki.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RFC5280")
class SerialNumberTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void randomOnesHave20OctetsBelowTwoToThe159() {
        for (int i = 0; i < 1000; i++) {
            SerialNumber serialNumber = SerialNumber.random(RANDOM);
            assertThat(serialNumber.value()).isPositive().isLessThan(BigInteger.ONE.shiftLeft(159));
            assertThat(serialNumber.hex()).matches("[4-7][0-9a-f]{39}");
        }
    }

    @Test
    void everyBitButTheTwoHighestVaries() {
        BigInteger or = BigInteger.ZERO;
        BigInteger and = BigInteger.ONE.shiftLeft(160).subtract(BigInteger.ONE);
        for (int i = 0; i < 200; i++) {
            BigInteger value = SerialNumber.random(RANDOM).value();
            or = or.or(value);
            and = and.and(value);
        }
        assertThat(or.xor(and)).isEqualTo(BigInteger.ONE.shiftLeft(158).subtract(BigInteger.ONE));
    }

    @Test
    void randomOnesDoNotRepeat() {
        Set<SerialNumber> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(SerialNumber.random(RANDOM))).isTrue();
        }
    }

    @Test
    void hexIsLowerCaseWithTwoDigitsAnOctet() {
        assertThat(new SerialNumber(BigInteger.valueOf(0xABC)).hex()).isEqualTo("0abc");
        assertThat(SerialNumber.ofHex("0abc")).isEqualTo(new SerialNumber(BigInteger.valueOf(0xABC)));
    }

    @Test
    void zeroAndNegativeOnesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SerialNumber(BigInteger.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new SerialNumber(BigInteger.ONE.negate()));
    }
}
