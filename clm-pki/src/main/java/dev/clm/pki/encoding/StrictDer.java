package dev.clm.pki.encoding;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;

/** Reads DER (X.690, 10) from untrusted bytes: one value, nothing behind it, no BER liberties, bounded nesting. */
public final class StrictDer {
    static final int MAX_DEPTH = 24;
    private static final int CONSTRUCTED = 0x20;
    private static final int HIGH_TAG_NUMBER = 0x1F;

    private final byte[] der;
    private int position;

    private StrictDer(byte[] der) {
        this.der = der;
    }

    public static ASN1Primitive parse(byte[] der) throws IOException {
        // Before the recursive parser sees it: nesting must not overflow the stack nor a length claim memory.
        new StrictDer(der).requireNesting();
        try {
            ASN1Primitive value = ASN1Primitive.fromByteArray(der);
            if (!Arrays.equals(value.getEncoded(ASN1Encoding.DER), der)) {
                throw new IOException("not in DER");
            }
            return value;
        } catch (RuntimeException e) {
            throw new IOException("malformed DER", e);
        }
    }

    private void requireNesting() throws IOException {
        int[] ends = new int[MAX_DEPTH + 1];
        ends[0] = der.length;
        int depth = 0;
        do {
            boolean constructed = (tag(ends[depth]) & CONSTRUCTED) != 0;
            int length = length(ends[depth]);
            if (constructed) {
                if (++depth > MAX_DEPTH) {
                    throw new IOException("nested too deeply");
                }
                ends[depth] = position + length;
            } else {
                position += length;
            }
            while (depth > 0 && position == ends[depth]) {
                depth--;
            }
        } while (depth > 0);
        if (position != der.length) {
            throw new IOException("trailing bytes");
        }
    }

    private int tag(int end) throws IOException {
        int tag = next(end);
        if ((tag & HIGH_TAG_NUMBER) == HIGH_TAG_NUMBER) {
            throw new IOException("high tag number");
        }
        return tag;
    }

    private int length(int end) throws IOException {
        int first = next(end);
        int length = first < 0x80 ? first : longLength(first & 0x7F, end);
        if (length > end - position) {
            throw new IOException("length beyond the enclosing value");
        }
        return length;
    }

    private int longLength(int octets, int end) throws IOException {
        if (octets == 0 || octets > 3) {
            throw new IOException("indefinite or oversized length");
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = length << 8 | next(end);
        }
        if (length < 0x80 || length >>> 8 * (octets - 1) == 0) {
            throw new IOException("length not minimal");
        }
        return length;
    }

    private int next(int end) throws IOException {
        if (position >= end) {
            throw new IOException("truncated");
        }
        return der[position++] & 0xFF;
    }
}
