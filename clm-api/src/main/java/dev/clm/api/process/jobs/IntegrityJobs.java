package dev.clm.api.process.jobs;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.clm.api.config.Settings;
import dev.clm.api.coordination.report.IntegrityRuns;
import dev.clm.api.coordination.report.IntegrityRuns.Trigger;
import dev.clm.api.coordination.sweep.RepairInitiator;
import dev.clm.api.coordination.sweep.SweepParts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The sweep by itself: it looks for orphans and repairs nothing, which is a person's decision (requirement X5). */
@Configuration(proxyBeanMethods = false)
public class IntegrityJobs {

    @Bean
    RecurringTask<Void> integritySweep(IntegrityRuns runs, Settings settings) {
        return Tasks.recurring("integrity-sweep", settings.integritySchedule())
                .execute((instance, context) -> runs.execute(
                        runs.start(Trigger.SCHEDULE, RepairInitiator.SERVICE, false),
                        RepairInitiator.SERVICE,
                        progress -> {}));
    }

    /** Looks once more at what sweeps saw, when the grace period is over. */
    @Bean
    RecurringTask<Void> integrityConfirmation(SweepParts sweeping) {
        return Tasks.recurring("integrity-confirmation", FixedDelay.ofMinutes(1))
                .execute((instance, context) -> sweeping.sweep().confirmDue());
    }
}
