package dev.clm.core.coordination;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of integrity_runs.
 *
 * @param startedBy schedule, api or command
 * @param total steps there are, of which `done` are
 * @param confirmed open findings when the run ended
 * @param failed repairs that did not succeed
 */
public record IntegrityRun(
        UUID id,
        String startedBy,
        boolean repair,
        String status,
        long total,
        long done,
        int candidates,
        int confirmed,
        int repaired,
        int failed,
        String errorMessage,
        Instant startedAt,
        Instant completedAt) {}
