package dev.clm.api.process.jobs;

import com.github.kagkarlsson.scheduler.event.ExecutionChain;
import com.github.kagkarlsson.scheduler.event.ExecutionInterceptor;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.clm.api.coordination.restore.WriteFence;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Puts every job off while the fence stands, a later one too: all but those that only look. */
@Component
final class FencedJobs implements ExecutionInterceptor {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** The job that takes checkpoints, and everything named integrity-…, ask the fence themselves. */
    private static final String LOOKING = "restore-checkpoint|integrity-.*";

    private final WriteFence fence;
    private final Clock clock;

    FencedJobs(WriteFence fence, Clock clock) {
        this.fence = fence;
        this.clock = clock;
    }

    @Override
    public CompletionHandler<?> execute(TaskInstance<?> instance, ExecutionContext context, ExecutionChain chain) {
        if (instance.getTaskName().matches(LOOKING) || !fence.fenced()) {
            return chain.proceed(instance, context);
        }
        return (complete, operations) ->
                operations.reschedule(complete, clock.instant().plus(PAUSE));
    }
}
