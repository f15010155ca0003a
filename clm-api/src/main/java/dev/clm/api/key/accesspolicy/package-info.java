/** Reading and changing who may use a private key, and for what. Whether a use is allowed is decided by PrivateKeyUses alone. */
package dev.clm.api.key.accesspolicy;
