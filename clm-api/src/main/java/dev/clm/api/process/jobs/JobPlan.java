package dev.clm.api.process.jobs;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import dev.clm.api.config.Job;
import dev.clm.core.coordination.ScheduledTaskRepository;
import dev.clm.core.database.CoreDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls jobs back that are planned further ahead than their own interval, whoever planned them (requirement T7): a wrong clock,
 * of an instance or of clm_core_db, must not put a job off for longer than it lasts.
 */
final class JobPlan {
    private static final Logger LOG = LoggerFactory.getLogger(JobPlan.class);

    private final List<Job> jobs;
    private final Clock databaseTime;
    private final CoreDatabase core;
    private final ScheduledTaskRepository tasks = new ScheduledTaskRepository();

    JobPlan(List<Job> jobs, Clock databaseTime, CoreDatabase core) {
        this.jobs = jobs.stream().filter(job -> !job.schedule().isDisabled()).toList();
        this.databaseTime = databaseTime;
        this.core = core;
    }

    /** One that runs, or is planned as it should be, stays as it is. */
    void pullBack() {
        ExecutionComplete now = ExecutionComplete.simulatedSuccess(databaseTime.now());
        Map<String, Instant> latest = jobs.stream()
                .collect(Collectors.toMap(Job::name, job -> job.schedule().getNextExecutionTime(now)));
        int pulled = core.inServiceRole(
                "pull jobs back that are planned too far ahead",
                tx -> tasks.pullBack(tx, latest) + tasks.dateBackHeartbeats(tx));
        if (pulled > 0) {
            LOG.warn("{} jobs were planned or dated further ahead than they may be, and are pulled back", pulled);
        }
    }
}
