package dev.clm.api.key.keyrotation;

import dev.clm.common.field.PageLimit;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
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
    private static final String KEYS = "keys";
    private static final String READ = "read";
    private static final String ROTATE = "rotate";
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
    public ReadRotations.Page<RotationView> list(
            AuthenticatedCaller caller,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor) {
        caller.require(KEYS, READ);
        return reading.list(caller.actor(), cursor, PageLimit.require(limit));
    }

    @GetMapping("/{id}")
    public RotationView read(AuthenticatedCaller caller, @PathVariable UUID id) {
        caller.require(KEYS, READ);
        return reading.view(caller.actor(), id);
    }

    /** The same, once a second until it has ended, as server-sent events. */
    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    public SseEmitter events(AuthenticatedCaller caller, @PathVariable UUID id) {
        caller.require(KEYS, READ);
        return events.stream(caller.actor(), id);
    }

    @PostMapping("/{id}/pause")
    public RotationView pause(AuthenticatedCaller caller, @PathVariable UUID id) {
        caller.require(KEYS, ROTATE);
        return control.pause(caller.actor(), id);
    }

    @PostMapping("/{id}/resume")
    public RotationView resume(AuthenticatedCaller caller, @PathVariable UUID id) {
        caller.require(KEYS, ROTATE);
        return control.resume(caller.actor(), id);
    }

    @PostMapping("/{id}/rollback")
    public ResponseEntity<?> rollBack(
            AuthenticatedCaller caller,
            @PathVariable UUID id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun) {
        caller.require(KEYS, ROTATE);
        return dryRun
                ? ResponseEntity.ok(control.rollBackDryRun(caller.actor(), id))
                : ResponseEntity.accepted().body(control.rollBack(caller.actor(), id));
    }

    @GetMapping(path = "/{id}/record", produces = MediaType.APPLICATION_JSON_VALUE)
    public ReadRotations.RecordView record(AuthenticatedCaller caller, @PathVariable UUID id) {
        caller.require(KEYS, READ);
        return reading.record(caller.actor(), id);
    }

    /** CMS SignedData (DER) around the record, for `openssl cms -verify`. */
    @GetMapping(path = "/{id}/record", produces = SIGNED)
    public ResponseEntity<byte[]> signedRecord(AuthenticatedCaller caller, @PathVariable UUID id) {
        caller.require(KEYS, READ);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(SIGNED))
                .body(reading.signedRecord(caller.actor(), id));
    }

    @GetMapping("/{id}/quarantine")
    public ReadRotations.Page<QuarantinedKey> quarantine(
            AuthenticatedCaller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor) {
        caller.require(KEYS, READ);
        return reading.quarantine(caller.actor(), id, cursor, PageLimit.require(limit));
    }

    /** Every certificate whose private key was under a compromised key. */
    @GetMapping("/{id}/certificates")
    public ReadRotations.Page<EndangeredCertificate> certificates(
            AuthenticatedCaller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor) {
        caller.require(KEYS, READ);
        return reading.certificates(caller.actor(), id, cursor, PageLimit.require(limit));
    }
}
