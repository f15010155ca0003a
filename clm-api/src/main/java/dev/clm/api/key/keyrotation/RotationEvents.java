package dev.clm.api.key.keyrotation;

import dev.clm.common.error.ClmException;
import dev.clm.common.tenant.Actor;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A rotation's state once a second, as server-sent events named `rotation`. It ends with the rotation, or after an hour. */
@Component
class RotationEvents {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final ReadRotations reading;
    private final Executor executor;
    private volatile boolean closed;

    RotationEvents(ReadRotations reading, @Qualifier("backgroundWork") Executor executor) {
        this.reading = reading;
        this.executor = executor;
    }

    SseEmitter stream(Actor actor, UUID id) {
        RotationView first = reading.view(actor, id);
        SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
        executor.execute(() -> send(emitter, actor, first));
        return emitter;
    }

    /** Streams must not hold up a shutdown. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        closed = true;
    }

    private void send(SseEmitter emitter, Actor actor, RotationView first) {
        try {
            RotationView view = first;
            long end = System.nanoTime() + LONGEST.toNanos();
            emitter.send(event(view));
            while (!"ended".equals(view.phase()) && !closed && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(INTERVAL.toNanos());
                view = reading.view(actor, view.id());
                emitter.send(event(view));
            }
            emitter.complete();
        } catch (ClmException away) {
            // The client connects again, as such clients do.
            emitter.complete();
        } catch (IOException | IllegalStateException gone) {
            emitter.completeWithError(gone);
        }
    }

    private static SseEmitter.SseEventBuilder event(RotationView view) {
        return SseEmitter.event().name("rotation").data(view, MediaType.APPLICATION_JSON);
    }
}
