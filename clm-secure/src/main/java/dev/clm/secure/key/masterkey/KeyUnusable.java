package dev.clm.secure.key.masterkey;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;

/** The one answer to whatever keeps a key from being decrypted (K1): neither message nor cause tells what was changed. */
public final class KeyUnusable {
    private KeyUnusable() {}

    public static ClmException uniform() {
        return ClmException.of(ErrorCode.KEY_UNUSABLE, "the key material cannot be decrypted");
    }

    /** Throws whatever is something else: for those who have an answer of their own to a key that does not open. */
    public static void orRethrow(ClmException refused) {
        if (refused.code() != ErrorCode.KEY_UNUSABLE) {
            throw refused;
        }
    }
}
