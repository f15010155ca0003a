package dev.clm.api.process.jobs;

import com.github.kagkarlsson.scheduler.event.ExecutionChain;
import com.github.kagkarlsson.scheduler.event.ExecutionInterceptor;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.clm.api.config.Job;
import dev.clm.api.coordination.clock.DatabaseClocks;
import dev.clm.api.coordination.restore.WriteFence;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Puts every job off while the clocks differ (requirement T7), and while the fence stands all but those that say they may run
 * behind it. Both are asked before each run.
 */
@Component
final class FencedJobs implements ExecutionInterceptor {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Set<String> behindFence;
    private final WriteFence fence;
    private final DatabaseClocks clocks;

    FencedJobs(List<Job> jobs, WriteFence fence, DatabaseClocks clocks) {
        this.behindFence =
                jobs.stream().filter(Job::behindFence).map(Job::name).collect(Collectors.toUnmodifiableSet());
        this.fence = fence;
        this.clocks = clocks;
    }

    @Override
    public CompletionHandler<?> execute(TaskInstance<?> instance, ExecutionContext context, ExecutionChain chain) {
        boolean clocksAgree = clocks.compare().isEmpty();
        if (clocksAgree && (behindFence.contains(instance.getTaskName()) || !fence.fenced())) {
            return chain.proceed(instance, context);
        }
        return (complete, operations) ->
                operations.reschedule(complete, clocks.coreTime().plus(PAUSE));
    }
}
