/** Certificate signing requests and the names in them, checked. What a request asks for never leaves here unchecked, and no private key ever enters a stored one. */
package dev.clm.pki.request;
