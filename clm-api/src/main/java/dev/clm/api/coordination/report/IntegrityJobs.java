package dev.clm.api.coordination.report;

import dev.clm.api.config.Job;
import dev.clm.api.coordination.report.IntegrityRuns.Trigger;
import dev.clm.api.coordination.sweep.RepairInitiator;
import dev.clm.api.coordination.sweep.SweepParts;
import dev.clm.api.coordination.sweep.SweepSettings;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The sweep by itself: it looks for orphans and repairs nothing, which is a person's decision (requirement X5). */
@Configuration(proxyBeanMethods = false)
public class IntegrityJobs {

    @Bean
    Job integritySweep(IntegrityRuns runs, SweepSettings settings) {
        return Job.at(settings.schedule(), "integrity-sweep", () -> sweep(runs)).andBehindFence();
    }

    /** Looks once more at what sweeps saw, when the grace period is over. */
    @Bean
    Job integrityConfirmation(SweepParts sweeping) {
        return Job.every(
                        Duration.ofMinutes(1),
                        "integrity-confirmation",
                        () -> sweeping.sweep().confirmDue())
                .andBehindFence();
    }

    private static void sweep(IntegrityRuns runs) {
        runs.execute(
                runs.start(Trigger.SCHEDULE, RepairInitiator.SERVICE, false), RepairInitiator.SERVICE, progress -> {});
    }
}
