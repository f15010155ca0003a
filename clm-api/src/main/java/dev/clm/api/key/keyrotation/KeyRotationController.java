package dev.clm.api.key.keyrotation;

import dev.clm.api.http.access.Requires;
import dev.clm.common.field.PageLimit;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import dev.clm.secure.key.keyrotation.EndangeredCertificate;
import dev.clm.secure.key.keyrotation.QuarantinedKey;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** `/api/v1/key-rotations`. */
@RestController
@RequestMapping("/api/v1/key-rotations")
public class KeyRotationController {
    private static final String SIGNED = "application/pkcs7-mime";

    private final ReadRotations reading;
    private final ControlRotation control;
    private final RotationEvents events;

    public KeyRotationController(ReadRotations reading, ControlRotation control, RotationEvents events) {
        this.reading = reading;
        this.control = control;
        this.events = events;
    }

    /** Newest first. */
    @GetMapping
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public ReadRotations.Page<RotationView> list(
            AuthenticatedCaller caller,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor) {
        return reading.list(caller.actor(), cursor, PageLimit.require(limit));
    }

    @GetMapping("/{id}")
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public RotationView read(AuthenticatedCaller caller, @PathVariable UUID id) {
        return reading.view(caller.actor(), id);
    }

    /** The same, once a second until it has ended, as server-sent events. */
    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public SseEmitter events(AuthenticatedCaller caller, @PathVariable UUID id) {
        return events.stream(caller.actor(), id);
    }

    @PostMapping("/{id}/pause")
    @Requires(Permission.ENCRYPTION_KEYS_ROTATE)
    public RotationView pause(AuthenticatedCaller caller, @PathVariable UUID id) {
        return control.pause(caller.actor(), id);
    }

    @PostMapping("/{id}/resume")
    @Requires(Permission.ENCRYPTION_KEYS_ROTATE)
    public RotationView resume(AuthenticatedCaller caller, @PathVariable UUID id) {
        return control.resume(caller.actor(), id);
    }

    @PostMapping("/{id}/rollback")
    @Requires(Permission.ENCRYPTION_KEYS_ROTATE)
    public ResponseEntity<?> rollBack(
            AuthenticatedCaller caller,
            @PathVariable UUID id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun) {
        return dryRun
                ? ResponseEntity.ok(control.rollBackDryRun(caller.actor(), id))
                : ResponseEntity.accepted().body(control.rollBack(caller.actor(), id));
    }

    @GetMapping(path = "/{id}/record", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public ReadRotations.RecordView record(AuthenticatedCaller caller, @PathVariable UUID id) {
        return reading.record(caller.actor(), id);
    }

    /** CMS SignedData (DER) around the record, for `openssl cms -verify`. */
    @GetMapping(path = "/{id}/record", produces = SIGNED)
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public ResponseEntity<byte[]> signedRecord(AuthenticatedCaller caller, @PathVariable UUID id) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(SIGNED))
                .body(reading.signedRecord(caller.actor(), id));
    }

    @GetMapping("/{id}/quarantine")
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public ReadRotations.Page<QuarantinedKey> quarantine(
            AuthenticatedCaller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor) {
        return reading.quarantine(caller.actor(), id, cursor, PageLimit.require(limit));
    }

    /** Every certificate whose private key was under a compromised key. */
    @GetMapping("/{id}/certificates")
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public ReadRotations.Page<EndangeredCertificate> certificates(
            AuthenticatedCaller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor) {
        return reading.certificates(caller.actor(), id, cursor, PageLimit.require(limit));
    }
}
