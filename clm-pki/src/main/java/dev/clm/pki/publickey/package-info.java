/** Subject public keys: what is accepted, how it is named, and the making of new key pairs. A key that failed a check never leaves it. */
package dev.clm.pki.publickey;
