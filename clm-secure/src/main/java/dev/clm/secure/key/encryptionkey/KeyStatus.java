package dev.clm.secure.key.encryptionkey;

import dev.clm.common.error.ClmException;
import java.util.Locale;

/** encryption_keys.key_status, and the key state of NIST SP 800-57 part 1, section 7, that each stands for. */
public enum KeyStatus {
    /** Active: encrypts and decrypts. */
    ACTIVE,
    /** Deactivated while its data moves to the successor: decrypts only. */
    ROTATING,
    /** Deactivated: nothing refers to it any more. */
    RETIRED,
    /** Compromised: nothing refers to it any more, and no rollback makes it active again. */
    REVOKED;

    /** Whether nothing refers to it any more. */
    public boolean isOver() {
        return this == RETIRED || this == REVOKED;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static KeyStatus ofCode(String code) {
        for (KeyStatus status : values()) {
            if (status.code().equals(code)) {
                return status;
            }
        }
        throw ClmException.invalid("key_status", "unknown_value", "not a key status");
    }
}
