/** DER and PEM, read strictly and written in one form. Nothing here knows what it encodes, and no private key passes in the clear. */
package dev.clm.pki.encoding;
