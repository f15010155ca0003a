package dev.clm.api.coordination.report;

import dev.clm.core.coordination.IntegrityRun;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A run on the wire.
 *
 * @param candidates faults younger than the grace period
 * @param open findings that nobody has decided about
 */
public record RunView(
        UUID id,
        String startedBy,
        boolean repair,
        String status,
        long total,
        long done,
        int candidates,
        int open,
        int repaired,
        int failed,
        String errorMessage,
        Instant startedAt,
        Instant completedAt,
        double ratePerSecond,
        Long etaSeconds) {

    static RunView of(IntegrityRun run, Instant now) {
        Instant end = run.completedAt() == null ? now : run.completedAt();
        double seconds = Math.max(0.001, Duration.between(run.startedAt(), end).toMillis() / 1000.0);
        double rate = run.done() / seconds;
        return new RunView(
                run.id(),
                run.startedBy(),
                run.repair(),
                run.status(),
                run.total(),
                run.done(),
                run.candidates(),
                run.confirmed(),
                run.repaired(),
                run.failed(),
                run.errorMessage(),
                run.startedAt(),
                run.completedAt(),
                Math.round(rate * 10) / 10.0,
                run.completedAt() != null || rate == 0 ? null : Math.round((run.total() - run.done()) / rate));
    }
}
