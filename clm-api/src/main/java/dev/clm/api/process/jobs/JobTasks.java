package dev.clm.api.process.jobs;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.clm.api.config.Job;
import dev.clm.api.config.RepeatedWork;
import dev.clm.api.coordination.clock.DatabaseClocks;
import dev.clm.core.database.CoreDatabase;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the scheduler every room's jobs. It takes this list only while no task is a bean itself, which a test forbids. */
@Configuration(proxyBeanMethods = false)
public class JobTasks {
    private static final Duration PLAN_INTERVAL = Duration.ofSeconds(30);

    @Bean
    List<Task<?>> tasks(List<Job> jobs) {
        return jobs.stream().<Task<?>>map(JobTasks::task).toList();
    }

    /** The plan goes by the database's clock: the scheduler asks it what is due, and who is dead (requirement T7). */
    @Bean
    Clock dbSchedulerClock(DatabaseClocks clocks) {
        return clocks::coreTime;
    }

    @Bean
    RepeatedWork jobPlan(List<Job> jobs, Clock dbSchedulerClock, CoreDatabase core) {
        return new RepeatedWork("job-plan", PLAN_INTERVAL, new JobPlan(jobs, dbSchedulerClock, core)::pullBack);
    }

    private static Task<Void> task(Job job) {
        return Tasks.recurring(job.name(), job.schedule())
                .execute((instance, context) -> job.work().run());
    }
}
