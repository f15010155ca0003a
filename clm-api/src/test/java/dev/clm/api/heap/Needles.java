package dev.clm.api.heap;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;

/**
 * What to look for of a private key: every run of 16 bytes of its secret numbers, so that an array half overwritten is found
 * too, in each form that a heap keeps them: big-endian bytes (which in a dump are also BigInteger's words), the words in
 * reverse (as Bouncy Castle's field arithmetic keeps them), the bytes in reverse, and base64.
 */
final class Needles {
    static final int LENGTH = 16;
    private static final int WORD = 4;

    private final Map<String, byte[]> found = new LinkedHashMap<>();

    static Needles none() {
        return new Needles();
    }

    Needles addKey(String name, byte[] pkcs8) throws java.io.IOException {
        for (Map.Entry<String, byte[]> secret : secrets(pkcs8).entrySet()) {
            byte[] number = secret.getValue();
            String what = name + " " + secret.getKey();
            addRuns(what, number);
            addRuns(what + " words reversed", reversed(number, WORD));
            addRuns(what + " bytes reversed", reversed(number, 1));
            addBase64(what + " base64", pkcs8, number);
        }
        return this;
    }

    /** Something that is known to be there: that it is found shows that the search finds. */
    Needles addRuns(String name, byte[] bytes) {
        for (int at = 0; at + LENGTH <= bytes.length; at += WORD) {
            found.put(name + " at " + at, Arrays.copyOfRange(bytes, at, at + LENGTH));
        }
        return this;
    }

    Map<String, byte[]> all() {
        return found;
    }

    private static Map<String, byte[]> secrets(byte[] pkcs8) throws java.io.IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
        String algorithm = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        return switch (algorithm) {
            case "1.2.840.113549.1.1.1" -> rsa(RSAPrivateKey.getInstance(info.parsePrivateKey()));
            case "1.2.840.10045.2.1" ->
                Map.of(
                        "d",
                        unsigned(
                                ECPrivateKey.getInstance(info.parsePrivateKey()).getKey(), 32));
            default ->
                Map.of(
                        "seed",
                        ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets());
        };
    }

    private static Map<String, byte[]> rsa(RSAPrivateKey key) {
        Map<String, byte[]> numbers = new LinkedHashMap<>();
        int prime = (key.getPrime1().bitLength() + 7) / 8;
        numbers.put("d", unsigned(key.getPrivateExponent(), 2 * prime));
        numbers.put("p", unsigned(key.getPrime1(), prime));
        numbers.put("q", unsigned(key.getPrime2(), prime));
        numbers.put("dp", unsigned(key.getExponent1(), prime));
        numbers.put("dq", unsigned(key.getExponent2(), prime));
        numbers.put("qinv", unsigned(key.getCoefficient(), prime));
        return numbers;
    }

    /** DER writes a number without leading zeros; they would not be found in it. */
    private void addBase64(String name, byte[] der, byte[] padded) {
        byte[] number = withoutLeadingZeros(padded);
        int start = indexOf(der, number);
        int from = start + (3 - start % 3) % 3;
        int to = start + number.length;
        byte[] inner = Arrays.copyOfRange(der, from, from + (to - from) / 3 * 3);
        addRuns(name, Base64.getEncoder().encodeToString(inner).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] withoutLeadingZeros(byte[] number) {
        int zeros = 0;
        while (zeros < number.length && number[zeros] == 0) {
            zeros++;
        }
        return Arrays.copyOfRange(number, zeros, number.length);
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                places.add(i);
            }
        }
        if (places.isEmpty()) {
            throw new IllegalStateException("the number is not part of the encoding");
        }
        return places.get(0);
    }

    private static byte[] unsigned(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        int skip = Math.max(0, bytes.length - length);
        System.arraycopy(bytes, skip, fixed, length - (bytes.length - skip), bytes.length - skip);
        return fixed;
    }

    private static byte[] reversed(byte[] bytes, int unit) {
        byte[] out = new byte[bytes.length];
        for (int at = 0; at + unit <= bytes.length; at += unit) {
            System.arraycopy(bytes, at, out, bytes.length - at - unit, unit);
        }
        return out;
    }
}
