/** The authorities of this service and their CRLs. An authority's key stays in private_keys; here is only what names it. */
package dev.clm.secure.certificate.authority;
