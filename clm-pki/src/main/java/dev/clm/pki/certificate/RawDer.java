package dev.clm.pki.certificate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        writeLength(out, length);
        for (byte[] element : elements) {
            out.write(element, 0, element.length);
        }
        return out.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
            return;
        }
        int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
        out.write(0x80 | octets);
        for (int shift = (octets - 1) * 8; shift >= 0; shift -= 8) {
            out.write(length >>> shift);
        }
    }
}
