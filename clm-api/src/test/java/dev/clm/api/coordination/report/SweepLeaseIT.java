package dev.clm.api.coordination.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.api.coordination.report.IntegrityRuns.Trigger;
import dev.clm.api.coordination.sweep.RepairInitiator;
import dev.clm.api.coordination.sweep.SweepParts;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.core.coordination.IntegrityRun;
import dev.clm.core.coordination.IntegrityRunRepository;
import dev.clm.core.database.CoreDatabase;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Only one sweep at a time, however long each of its steps takes. */
@Tag("X5")
class SweepLeaseIT {
    private static final String LIVES =
            "integrity_runs where id = ? and heartbeat_at > started_at + interval '1 second'";

    private final IntegrityRuns runs = new IntegrityRuns(
            bean(CoreDatabase.class),
            new IntegrityRunRepository(),
            bean(SweepParts.class).sweep(),
            Duration.ofMillis(200));

    @Test
    void aSweepShowsThatItLivesWhileAStepTakesLong() {
        IntegrityRun run = start();
        AtomicBoolean waited = new AtomicBoolean();

        IntegrityRun ended = runs.execute(run, RepairInitiator.SERVICE, progress -> {
            if (!waited.getAndSet(true)) {
                Awaitility.await().until(() -> Rows.countCore(LIVES, run.id()) == 1);
            }
        });

        assertThat(ended.status()).isEqualTo("completed");
        assertThat(waited).isTrue();
    }

    @Test
    void aSweepThatWasTakenForDeadEnds() {
        IntegrityRun run = start();
        AtomicBoolean abandoned = new AtomicBoolean();

        assertThatThrownBy(() -> runs.execute(run, RepairInitiator.SERVICE, progress -> {
                    if (!abandoned.getAndSet(true)) {
                        Rows.core(
                                "update integrity_runs set status = 'failed', completed_at = now() where id = ?",
                                run.id());
                        pause();
                    }
                }))
                .hasMessageContaining("no longer counts as running");
        assertThat(runs.find(run.id()).status()).isEqualTo("failed");
    }

    /** Another test's, or the schedule's, may be running. */
    private IntegrityRun start() {
        return Awaitility.await()
                .ignoreExceptions()
                .until(() -> runs.start(Trigger.COMMAND, RepairInitiator.SERVICE, false), run -> true);
    }

    /** For several heartbeats. */
    private static void pause() {
        try {
            Thread.sleep(1_500);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T bean(Class<T> type) {
        return RunningService.shared().context().getBean(type);
    }
}
