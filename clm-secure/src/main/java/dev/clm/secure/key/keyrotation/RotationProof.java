package dev.clm.secure.key.keyrotation;

/**
 * What step 4 found under the new key.
 *
 * @param rows all of them, each of which went into the digest
 * @param decrypted those that were decrypted and fit their certificate: all, or the sample that was asked for
 * @param unusable those that did not
 * @param digest SHA-256 over the rows in the order of their ids, lower-case hex (docs/KEY-ROTATION.md)
 */
public record RotationProof(long rows, long decrypted, long unusable, String digest) {}
