package dev.clm.pki.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;

/** Puts DER that is already encoded into a larger structure byte for byte, so that what was signed is what is sent. */
public final class RawDer {
    private static final int SEQUENCE = 0x30;
    private static final int CONTEXT_CONSTRUCTED = 0xa0;

    private RawDer() {}

    public static byte[] sequence(byte[]... elements) {
        return wrap(SEQUENCE, elements);
    }

    public static byte[] explicit(int tag, byte[] element) {
        return wrap(CONTEXT_CONSTRUCTED | tag, element);
    }

    public static byte[] of(ASN1Encodable object) {
        try {
            return object.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] wrap(int tag, byte[]... elements) {
        int length = 0;
        for (byte[] element : elements) {
            length = Math.addExact(length, element.length);
        }
        byte[] header = header(tag, length);
        byte[] whole = Arrays.copyOf(header, Math.addExact(header.length, length));
        int at = header.length;
        for (byte[] element : elements) {
            System.arraycopy(element, 0, whole, at, element.length);
            at += element.length;
        }
        return whole;
    }

    /** Tag and definite length of an element with `length` octets of content. */
    public static byte[] header(int tag, int length) {
        if (length < 0x80) {
            return new byte[] {(byte) tag, (byte) length};
        }
        int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
        byte[] header = new byte[2 + octets];
        header[0] = (byte) tag;
        header[1] = (byte) (0x80 | octets);
        for (int i = 0; i < octets; i++) {
            header[2 + i] = (byte) (length >>> (octets - 1 - i) * 8);
        }
        return header;
    }
}
