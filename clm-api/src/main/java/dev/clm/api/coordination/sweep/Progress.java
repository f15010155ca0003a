package dev.clm.api.coordination.sweep;

import java.util.concurrent.atomic.AtomicLong;

/** How far a sweep is, in steps that take about as long as each other. Written by both sides' threads. */
public final class Progress {
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final Runnable listener;

    /** `listener` is called after each step, on the thread that took it. */
    public Progress(Runnable listener) {
        this.listener = listener;
    }

    public long total() {
        return total.get();
    }

    public long done() {
        return done.get();
    }

    void expect(long steps) {
        total.addAndGet(steps);
    }

    void advance(long steps) {
        done.addAndGet(steps);
        listener.run();
    }
}
