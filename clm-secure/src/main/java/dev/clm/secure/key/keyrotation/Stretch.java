package dev.clm.secure.key.keyrotation;

import java.util.UUID;

/**
 * A part of an organization's certificates, in the order of their ids.
 *
 * @param after the last id before it; null from the first one on
 * @param upTo its last id at most; null for all that come
 * @param limit how many are wanted
 */
record Stretch(UUID after, UUID upTo, int limit) {}
