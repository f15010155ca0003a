/** Private keys at rest, their use and their export. A plain private key leaves this package only inside the caller's function. */
package dev.clm.secure.key.privatekey;
