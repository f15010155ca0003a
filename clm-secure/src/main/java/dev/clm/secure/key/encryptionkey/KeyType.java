package dev.clm.secure.key.encryptionkey;

import dev.clm.common.identifier.Coded;

/** encryption_keys.key_type. */
public enum KeyType implements Coded {
    /** Proves the master key; carries no secret. */
    MASTER,
    /** Encrypts private keys. */
    DATA,
    SESSION,
    HMAC
}
