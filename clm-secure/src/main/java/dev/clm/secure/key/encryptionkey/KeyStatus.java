package dev.clm.secure.key.encryptionkey;

import dev.clm.common.identifier.Coded;

/** encryption_keys.key_status, and the key state of NIST SP 800-57 part 1, section 7, that each stands for. */
public enum KeyStatus implements Coded {
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
}
