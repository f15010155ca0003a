/** Certificate types, their profiles and the building of certificates. Private keys pass through a signature operation and are kept nowhere here. */
package dev.clm.pki.certificate;
