package dev.clm.api.process.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.config.Job;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobTasksIT {
    /** Released names: a job under another one would run twice where old and new instances work side by side. */
    private static final List<String> NAMES = List.of(
            "applied-event-cleaning",
            "authority-key-move",
            "cascade-effect-cleaning",
            "certificate-naming",
            "certificate-states",
            "core-idempotency-key-cleaning",
            "crl-publication",
            "crl-shards",
            "idempotency-key-cleaning",
            "integrity-confirmation",
            "integrity-sweep",
            "key-destruction",
            "key-rotation-schedule",
            "master-key-rotation-resumption",
            "outbox-cleaning",
            "restore-checkpoint",
            "second-look-at-deletes");

    @Test
    void everyJobIsScheduledUnderItsReleasedName() {
        RunningService.shared();

        assertThat(Rows.core(String.class, "select task_name from scheduled_tasks order by task_name"))
                .isEqualTo(NAMES);
    }

    @Test
    void onlyJobsThatAskTheFenceThemselvesRunBehindIt() {
        assertThat(RunningService.shared().context().getBeansOfType(Job.class).values())
                .filteredOn(Job::behindFence)
                .extracting(Job::name)
                .containsExactlyInAnyOrder("restore-checkpoint", "integrity-sweep", "integrity-confirmation");
    }
}
