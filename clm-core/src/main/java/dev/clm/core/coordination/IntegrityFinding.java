package dev.clm.core.coordination;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of integrity_findings.
 *
 * @param lastError why the last repair did not succeed, or null
 * @param undo a JSON object of what the repair changed, or null
 */
public record IntegrityFinding(
        UUID id,
        UUID runId,
        Fault fault,
        FindingState state,
        Instant firstSeen,
        Instant lastSeen,
        Instant changedAt,
        String lastError,
        String undo) {}
