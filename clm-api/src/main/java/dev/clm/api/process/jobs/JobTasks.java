package dev.clm.api.process.jobs;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.clm.api.config.Job;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the scheduler every room's jobs. It takes this list only while no task is a bean itself, which a test forbids. */
@Configuration(proxyBeanMethods = false)
public class JobTasks {

    @Bean
    List<Task<?>> tasks(List<Job> jobs) {
        return jobs.stream().<Task<?>>map(JobTasks::task).toList();
    }

    private static Task<Void> task(Job job) {
        return Tasks.recurring(job.name(), job.schedule())
                .execute((instance, context) -> job.work().run());
    }
}
