/** What signs for the platform, outside every tenant. Its private key is plain only inside one call and never leaves this package. */
package dev.clm.secure.key.signer;
