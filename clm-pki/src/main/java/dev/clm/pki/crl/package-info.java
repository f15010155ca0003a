/** Why certificates are revoked and the signed lists that say so. Only serial numbers, dates and reasons leave it, never names. */
package dev.clm.pki.crl;
