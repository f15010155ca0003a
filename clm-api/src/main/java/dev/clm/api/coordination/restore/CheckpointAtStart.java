package dev.clm.api.coordination.restore;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Compares both databases before the web server, the relay and the jobs begin. */
@Component
final class CheckpointAtStart implements SmartLifecycle {
    private final Checkpoints checkpoints;
    private volatile boolean running;

    CheckpointAtStart(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    @Override
    public void start() {
        checkpoints.check();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
