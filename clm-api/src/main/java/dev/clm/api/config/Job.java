package dev.clm.api.config;

import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import java.time.Duration;
import java.util.function.IntUnaryOperator;

/**
 * Work that runs by itself, once per interval over all instances, and may be run again after a crash at any point. A room
 * declares its own as beans; the process schedules them.
 *
 * @param name its name in the database, and so for good
 * @param behindFence whether it runs also while the fence of a restore stands: it asks the fence itself before it writes
 */
public record Job(String name, Schedule schedule, boolean behindFence, Runnable work) {
    private static final int PIECE = 1_000;
    /** Of each step, so that the others come to their turn; whatever is left then is the next run's. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    public static Job every(Duration pause, String name, Runnable work) {
        return at(FixedDelay.of(pause), name, work);
    }

    public static Job at(Schedule schedule, String name, Runnable work) {
        return new Job(name, schedule, false, work);
    }

    /**
     * One that works in bounded pieces until nothing is left, however much there is. Each of `steps` is told how many rows a piece has at most, and
     * answers how many it had.
     */
    public static Job inPieces(Duration pause, String name, IntUnaryOperator... steps) {
        return every(pause, name, () -> {
            for (IntUnaryOperator step : steps) {
                inPieces(step);
            }
        });
    }

    public Job andBehindFence() {
        return new Job(name, schedule, true, work);
    }

    private static void inPieces(IntUnaryOperator step) {
        long end = System.nanoTime() + LONGEST.toNanos();
        boolean more = true;
        while (more && !Thread.currentThread().isInterrupted() && System.nanoTime() - end < 0) {
            more = step.applyAsInt(PIECE) >= PIECE;
        }
    }
}
