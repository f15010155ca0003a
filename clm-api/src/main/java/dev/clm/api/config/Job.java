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
    private static final int PIECES_A_RUN = 1_000;

    public static Job every(Duration pause, String name, Runnable work) {
        return at(FixedDelay.of(pause), name, work);
    }

    public static Job at(Schedule schedule, String name, Runnable work) {
        return new Job(name, schedule, false, work);
    }

    /**
     * One that works in bounded pieces until nothing is left. Each of `steps` is told how many rows a piece has at most, and
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
        for (int i = 0; i < PIECES_A_RUN && step.applyAsInt(PIECE) >= PIECE; i++) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}
