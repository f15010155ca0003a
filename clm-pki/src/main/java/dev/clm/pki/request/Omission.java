package dev.clm.pki.request;

/**
 * Something that was asked for and is left out of the certificate. Nothing is left out unsaid (decision 0068).
 *
 * @param field such as `csr.key_usage.nonRepudiation`
 */
public record Omission(String field, String reason) {}
