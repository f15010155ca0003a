/** Rows of certificate_requests. A CSR is judged in clm-pki before it gets here. */
package dev.clm.secure.certificate.request;
