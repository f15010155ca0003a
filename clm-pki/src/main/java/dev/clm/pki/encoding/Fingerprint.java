package dev.clm.pki.encoding;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of DER, in lower-case hex where a column holds them. */
public final class Fingerprint {
    private Fingerprint() {}

    public static String sha256(byte[] der) {
        return HexFormat.of().formatHex(digest("SHA-256", der));
    }

    /** Only names a certificate, as many tools still do; nothing relies on it. */
    public static String sha1(byte[] der) {
        return HexFormat.of().formatHex(digest("SHA-1", der));
    }

    public static byte[] digest(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
