package dev.clm.api.protocol.publicfiles;

import java.time.Instant;

/**
 * A public file as it is served. The content is not a copy.
 *
 * @param version a new one for every content
 * @param changedAt since when it is served; null where nobody need know
 * @param goodUntil when a relying party stops believing it (nextUpdate); null where that is no matter of the file's
 */
record PublishedFile(byte[] content, String version, Instant changedAt, Instant goodUntil) {}
