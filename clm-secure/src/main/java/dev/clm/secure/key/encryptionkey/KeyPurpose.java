package dev.clm.secure.key.encryptionkey;

import dev.clm.common.identifier.Coded;

/** encryption_keys.purpose: what a data key seals, so that destroying one never reaches what another keeps (K7). */
public enum KeyPurpose implements Coded {
    /** Keys of the certificates that an organization had issued. */
    CERTIFICATE,
    /** Keys of an organization's authorities. */
    AUTHORITY,
    /** The key that signs for the platform; belongs to no organization. */
    PLATFORM
}
