package dev.clm.api.coordination.report;

import dev.clm.api.http.description.Codes;
import dev.clm.core.coordination.IntegrityRun;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run on the wire.
 *
 * @param candidates faults younger than the grace period
 * @param open findings that nobody has decided about
 */
@Schema(name = "IntegrityRun")
public record RunView(
        UUID id,
        @Codes(names = {"schedule", "api", "command"}) String startedBy,
        boolean repair,
        @Codes(names = {"running", "completed", "failed"}) String status,
        long total,
        long done,
        int candidates,
        int open,
        int repaired,
        int failed,
        @Nullable String errorMessage,
        Instant startedAt,
        @Nullable Instant completedAt,
        double ratePerSecond,
        @Nullable Long etaSeconds) {

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
