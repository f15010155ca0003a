package dev.clm.secure.key.privatekey;

import dev.clm.common.identifier.Coded;

/** What a private key can be asked for; the values of access_policy.allowed_operations. */
public enum KeyOperation implements Coded {
    SIGN,
    EXPORT
}
