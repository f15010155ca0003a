package dev.clm.api.key.encryptionkey;

import dev.clm.secure.key.encryptionkey.DataKeyRing;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Has this instance drop its loaded copies of keys that any instance has destroyed, within seconds (requirement K5). */
@Component
final class DestroyedKeySweep implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(DestroyedKeySweep.class);
    private static final long INTERVAL_SECONDS = 5;

    private final DataKeyRing ring;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "destroyed-keys");
        thread.setDaemon(true);
        return thread;
    });

    DestroyedKeySweep(DataKeyRing ring) {
        this.ring = ring;
        var unused = timer.scheduleWithFixedDelay(this::sweep, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void destroy() {
        timer.shutdownNow();
    }

    private void sweep() {
        try {
            ring.dropDestroyed();
        } catch (RuntimeException e) {
            LOG.debug("destroyed keys are looked for the next time: {}", e.getMessage());
        }
    }
}
