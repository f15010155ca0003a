/** Data keys: their metadata, their wrapped form and the ring of unwrapped ones. An unwrapped key never leaves this package. */
package dev.clm.secure.key.encryptionkey;
