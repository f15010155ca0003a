/** The one way a private key leaves the service: encrypted under the caller's passphrase, authorised and audited (K5). */
package dev.clm.api.key.export;
