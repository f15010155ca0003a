package dev.clm.api.key.keyrotation;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.idempotency.IdempotencyHeader;
import dev.clm.api.http.idempotency.IdempotencyRequest;
import dev.clm.api.http.idempotency.InFlightRequests;
import dev.clm.common.field.PageLimit;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** `POST /api/v1/encryption-keys/{id}/rotate`. */
@RestController
public class RotateKeyController {
    private final StartRotation start;
    private final ReadRotations reading;
    private final InFlightRequests running;

    public RotateKeyController(StartRotation start, ReadRotations reading, InFlightRequests running) {
        this.start = start;
        this.reading = reading;
        this.running = running;
    }

    /** 202 with the rotation; a dry run tells what it would move and, for a compromise, which certificates are endangered. */
    @PostMapping("/api/v1/encryption-keys/{id}/rotate")
    @Requires(Permission.ENCRYPTION_KEYS_ROTATE)
    public ResponseEntity<?> rotate(
            AuthenticatedCaller caller,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor,
            @RequestBody RotateBody body) {
        RotationRequest order = body.order(caller.actor(), id);
        if (dryRun) {
            return ResponseEntity.ok(
                    reading.dryRun(caller.actor(), id, order.type(), cursor, PageLimit.require(limit)));
        }
        Optional<IdempotencyRequest> key = IdempotencyHeader.of(request, caller.actor());
        StartRotation.Answer answer = key.isPresent()
                ? running.alone(key.get(), () -> start.start(order, key.get()))
                : start.start(order, null);
        return ResponseEntity.accepted()
                .location(URI.create(answer.location()))
                .contentType(MediaType.APPLICATION_JSON)
                .body(answer.body());
    }
}
