/** States of certificates that follow from time alone. What somebody decided, a revocation or a hold, is not changed here. */
package dev.clm.secure.certificate.status;
