package dev.clm.secure.key.privatekey;

import dev.clm.common.error.ClmException;
import java.util.Arrays;

/**
 * An export passphrase, zeroed by close; never shown (K5). It has 12 characters or more, and what OpenSSL can be given for it: one
 * line without NUL, at most 1,023 bytes of UTF-8 (its PEM_BUFSIZE with the NUL at the end).
 */
public final class Passphrase implements AutoCloseable {
    private static final int MINIMUM_CHARACTERS = 12;
    private static final int MAXIMUM_BYTES = 1023;

    private final char[] characters;

    private Passphrase(char[] characters) {
        this.characters = characters;
    }

    /** Keeps the given array; one that is refused is zeroed at once. */
    public static Passphrase takeOwnershipOf(char[] characters) {
        Passphrase passphrase = new Passphrase(characters);
        passphrase.requireOneLine();
        if (Character.codePointCount(characters, 0, characters.length) < MINIMUM_CHARACTERS) {
            throw passphrase.refused("too_short", "must have " + MINIMUM_CHARACTERS + " characters or more");
        }
        if (passphrase.bytesOfUtf8() > MAXIMUM_BYTES) {
            throw passphrase.refused("too_long", "must have at most " + MAXIMUM_BYTES + " bytes of UTF-8");
        }
        return passphrase;
    }

    /** PKCS#12: Java's key store derives its MAC from nothing else, and programs differ in how they encode other characters. */
    public void requirePrintableAscii() {
        for (char c : characters) {
            if (c < ' ' || c > '~') {
                throw refused(
                        "not_printable_ascii",
                        "must be printable ASCII (space to ~) for pkcs12, which Java cannot open otherwise; pkcs8 takes any characters");
            }
        }
    }

    char[] characters() {
        return characters;
    }

    @Override
    public void close() {
        Arrays.fill(characters, '\0');
    }

    @Override
    public String toString() {
        return "Passphrase";
    }

    private void requireOneLine() {
        for (int i = 0; i < characters.length; i++) {
            char c = characters[i];
            if (c == '\0' || c == '\n' || c == '\r') {
                throw refused("not_one_line", "must be one line without NUL");
            }
            if (Character.isSurrogate(c) && !Character.isSupplementaryCodePoint(Character.codePointAt(characters, i))) {
                throw refused("not_unicode", "holds half of a surrogate pair");
            }
            i += Character.isSurrogate(c) ? 1 : 0;
        }
    }

    private int bytesOfUtf8() {
        int bytes = 0;
        for (char c : characters) {
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    private ClmException refused(String code, String detail) {
        close();
        return ClmException.invalid("passphrase", code, detail);
    }
}
