package dev.clm.api.key.keyrotation;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.description.Answers;
import dev.clm.common.error.ClmException;
import dev.clm.common.tenant.Actor;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import dev.clm.secure.key.keyrotation.KeyRotation;
import dev.clm.secure.key.keyrotation.RotationPhase;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** `GET /api/v1/key-rotations/{id}/events`: its state once a second, as server-sent events, until it has ended or for an hour. */
@RestController
public class RotationEventsController {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final ReadRotations reading;
    private final Executor executor;
    private volatile boolean closed;

    public RotationEventsController(ReadRotations reading, @Qualifier("backgroundWork") Executor executor) {
        this.reading = reading;
        this.executor = executor;
    }

    @GetMapping(path = "/api/v1/key-rotations/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    @Answers(as = MediaType.TEXT_EVENT_STREAM_VALUE)
    public SseEmitter events(AuthenticatedCaller caller, @PathVariable UUID id) {
        KeyRotation first = reading.find(caller.actor(), id);
        SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
        executor.execute(() -> send(emitter, caller.actor(), first));
        return emitter;
    }

    /** Streams must not hold up a shutdown. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        closed = true;
    }

    private void send(SseEmitter emitter, Actor actor, KeyRotation first) {
        try {
            KeyRotation rotation = first;
            long end = System.nanoTime() + LONGEST.toNanos();
            emitter.send(event(rotation));
            while (rotation.phase() != RotationPhase.ENDED && !closed && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(INTERVAL.toNanos());
                rotation = reading.find(actor, first.id());
                emitter.send(event(rotation));
            }
            emitter.complete();
        } catch (ClmException away) {
            // The client connects again, as such clients do.
            emitter.complete();
        } catch (IOException | IllegalStateException gone) {
            emitter.completeWithError(gone);
        }
    }

    private static SseEmitter.SseEventBuilder event(KeyRotation rotation) {
        return SseEmitter.event().name("rotation").data(RotationView.of(rotation), MediaType.APPLICATION_JSON);
    }
}
