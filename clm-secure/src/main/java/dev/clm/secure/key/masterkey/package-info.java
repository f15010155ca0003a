/** The master key (KEK), AES-256-GCM and what a ciphertext is bound to. Plain key bytes never leave this package except zeroed. */
package dev.clm.secure.key.masterkey;
