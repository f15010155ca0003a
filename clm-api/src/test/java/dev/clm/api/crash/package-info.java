/** Kill -9 around every step of issuance, on the real service and real databases. Its keys and certificates are throw-away. */
package dev.clm.api.crash;
