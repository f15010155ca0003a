package dev.clm.pki.certificate;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A certificate's serial number (RFC 5280 4.1.2.2). A new one has 158 random bits under one fixed bit: always 20 octets, positive,
 * below 2^159. Written in lower-case hex without separators, two digits an octet.
 */
public record SerialNumber(BigInteger value) {
    private static final int OCTETS = 20;
    private static final int HIGHEST_BIT = 158;
    private static final HexFormat HEX = HexFormat.of();

    public SerialNumber {
        if (value.signum() <= 0) {
            throw new IllegalArgumentException("a serial number is positive");
        }
    }

    public static SerialNumber random(SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        octets[0] &= 0x7f;
        return new SerialNumber(new BigInteger(1, octets).setBit(HIGHEST_BIT));
    }

    public String hex() {
        String digits = value.toString(16);
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }

    /** Reads what {@link #hex} writes. */
    public static SerialNumber ofHex(String hex) {
        return new SerialNumber(new BigInteger(1, HEX.parseHex(hex)));
    }

    @Override
    public String toString() {
        return hex();
    }
}
