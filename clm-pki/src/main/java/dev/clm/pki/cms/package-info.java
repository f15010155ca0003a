/** Signed documents (RFC 5652) and the certificates they are checked with. Keys come from the caller and are not kept. */
package dev.clm.pki.cms;
