package dev.clm.secure.key.privatekey;

import dev.clm.common.error.ClmException;
import java.util.Arrays;

/** An export passphrase of 12 characters or more, zeroed by close; never shown (K5). */
public final class Passphrase implements AutoCloseable {
    private static final int MINIMUM = 12;
    private static final int MAXIMUM = 1024;

    private final char[] characters;

    private Passphrase(char[] characters) {
        this.characters = characters;
    }

    /** Keeps the given array; one that is refused is zeroed at once. */
    public static Passphrase takeOwnershipOf(char[] characters) {
        if (characters.length < MINIMUM) {
            throw refused(characters, "too_short", "must have " + MINIMUM + " characters or more");
        }
        if (characters.length > MAXIMUM) {
            throw refused(characters, "too_long", "must have at most " + MAXIMUM + " characters");
        }
        return new Passphrase(characters);
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

    private static ClmException refused(char[] characters, String code, String detail) {
        Arrays.fill(characters, '\0');
        return ClmException.invalid("passphrase", code, detail);
    }
}
