package dev.clm.secure.privatekey;

/** A row of private_keys. */
public record StoredPrivateKey(SealedPrivateKey sealed, PrivateKeyAttributes attributes) {}
