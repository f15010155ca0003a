package dev.clm.secure.key.masterkey;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** The written form of a master key: one line, `clm-master-key-1:` (may be left out) and 32 bytes in base64. */
final class MasterKeyText {
    private static final byte[] HEADER = "clm-master-key-1:".getBytes(StandardCharsets.US_ASCII);

    private MasterKeyText() {}

    /** The text with its line end; the caller zeroes it. */
    static byte[] format(byte[] raw) {
        byte[] base64 = Base64.getEncoder().encode(raw);
        byte[] text = Arrays.copyOf(HEADER, HEADER.length + base64.length + 1);
        System.arraycopy(base64, 0, text, HEADER.length, base64.length);
        text[text.length - 1] = '\n';
        Arrays.fill(base64, (byte) 0);
        return text;
    }

    /** Reads and zeroes the text. */
    static MasterKey parseAndErase(byte[] text, String setting) {
        byte[] base64 = Arrays.copyOfRange(text, start(text), end(text));
        try {
            byte[] raw = Base64.getDecoder().decode(base64);
            if (raw.length != AesKey.BYTES) {
                Arrays.fill(raw, (byte) 0);
                throw malformed(setting);
            }
            return MasterKey.takeOwnershipOf(raw);
        } catch (IllegalArgumentException e) {
            // Without the cause: its message quotes a character of the key.
            throw malformed(setting);
        } finally {
            Arrays.fill(base64, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }

    private static int start(byte[] text) {
        boolean headed =
                text.length >= HEADER.length && Arrays.equals(text, 0, HEADER.length, HEADER, 0, HEADER.length);
        return headed ? HEADER.length : 0;
    }

    private static int end(byte[] text) {
        int end = text.length;
        while (end > start(text) && (text[end - 1] == '\n' || text[end - 1] == '\r')) {
            end--;
        }
        return end;
    }

    private static MasterKeyException malformed(String setting) {
        return new MasterKeyException(
                setting + " does not hold a master key: expected one line with 32 bytes in base64");
    }
}
