package dev.clm.secure.certificate.authority;

/**
 * A list that has to be made.
 *
 * @param isLarge whether it is, or becomes, a full list of a large authority, as far as is known before it is made
 */
public record DueList(CrlScope scope, boolean isLarge) {}
