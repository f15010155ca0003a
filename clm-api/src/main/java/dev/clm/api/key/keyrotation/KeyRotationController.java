package dev.clm.api.key.keyrotation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clm.api.http.access.Requires;
import dev.clm.api.http.description.Answers;
import dev.clm.api.http.description.Codes;
import dev.clm.common.error.ClmException;
import dev.clm.common.field.Page;
import dev.clm.common.field.PageLimit;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import dev.clm.pki.cms.RecordSignature;
import dev.clm.pki.encoding.PemEncoding;
import dev.clm.secure.key.keyrotation.EndangeredCertificate;
import dev.clm.secure.key.keyrotation.QuarantinedKey;
import dev.clm.secure.key.keyrotation.RotationType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** `/api/v1/key-rotations`. */
@RestController
@RequestMapping("/api/v1/key-rotations")
public class KeyRotationController {
    private static final String SIGNED = "application/pkcs7-mime";

    private final ReadRotations reading;
    private final ControlRotation control;
    private final AbandonRotation abandoning;
    private final JsonMapper json;

    public KeyRotationController(
            ReadRotations reading, ControlRotation control, AbandonRotation abandoning, JsonMapper json) {
        this.reading = reading;
        this.control = control;
        this.abandoning = abandoning;
        this.json = json;
    }

    /**
     * The record of how it ended: as it was signed, whose certificate checks it, and the signed form in PEM. One of
     * `certificate_id`, of old records, and `signer_id` is null.
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "KeyRotationRecord")
    public record RecordView(
            UUID id,
            JsonNode record,
            @Nullable UUID certificateId,
            @Nullable UUID signerId,
            String certificatePem,
            String signedRecordPem) {}

    /** Newest first. */
    @GetMapping
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public Page<RotationView> list(
            AuthenticatedCaller caller,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor) {
        return reading.list(caller.actor(), cursor, PageLimit.require(limit));
    }

    @GetMapping("/{id}")
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public RotationView read(AuthenticatedCaller caller, @PathVariable UUID id) {
        return RotationView.of(reading.find(caller.actor(), id));
    }

    @PostMapping("/{id}/pause")
    @Requires(Permission.ENCRYPTION_KEYS_ROTATE)
    public RotationView pause(AuthenticatedCaller caller, @PathVariable UUID id) {
        return RotationView.of(control.pause(caller.actor(), id));
    }

    @PostMapping("/{id}/resume")
    @Requires(Permission.ENCRYPTION_KEYS_ROTATE)
    public RotationView resume(AuthenticatedCaller caller, @PathVariable UUID id) {
        return RotationView.of(control.resume(caller.actor(), id));
    }

    @PostMapping("/{id}/rollback")
    @Requires(Permission.ENCRYPTION_KEYS_ROTATE)
    @Answers(with = ControlRotation.DryRun.class)
    @Answers(status = 202, with = RotationView.class, headers = "Location")
    public ResponseEntity<?> rollBack(
            AuthenticatedCaller caller,
            @PathVariable UUID id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun) {
        return dryRun
                ? ResponseEntity.ok(control.rollBackDryRun(caller.actor(), id))
                : ResponseEntity.accepted()
                        .location(URI.create("/api/v1/key-rotations/" + id))
                        .body(RotationView.of(control.rollBack(caller.actor(), id)));
    }

    @PostMapping("/{id}/abandon")
    @Requires(Permission.ENCRYPTION_KEYS_ROTATE)
    public RotationView abandon(AuthenticatedCaller caller, @PathVariable UUID id) {
        return RotationView.of(abandoning.abandon(caller.actor(), id));
    }

    @PostMapping("/{id}/escalate")
    @Requires(Permission.ENCRYPTION_KEYS_ROTATE)
    public RotationView escalate(
            AuthenticatedCaller caller, @PathVariable UUID id, @RequestBody(required = false) Escalation body) {
        return RotationView.of(
                control.escalate(caller.actor(), id, body == null ? RotationType.EMERGENCY : body.type()));
    }

    /** @param rotationType emergency, which it is where it is left out, or compromise */
    @Schema(name = "EscalateKeyRotationBody")
    public record Escalation(
            @Codes(names = {"emergency", "compromise"}) String rotationType) {
        RotationType type() {
            RotationType type = rotationType == null ? RotationType.EMERGENCY : RotationType.ofRequest(rotationType);
            if (type == RotationType.MANUAL) {
                throw ClmException.invalid("rotation_type", "unknown_value", "must be emergency or compromise");
            }
            return type;
        }
    }

    @GetMapping(path = "/{id}/record", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public RecordView record(AuthenticatedCaller caller, @PathVariable UUID id) {
        ReadRotations.SignedRecord signed = reading.record(caller.actor(), id);
        return new RecordView(
                id,
                json.readTree(RecordSignature.content(signed.der())),
                signed.certificateId(),
                signed.signerId(),
                signed.certificatePem(),
                PemEncoding.signedData(signed.der()));
    }

    /** CMS SignedData (DER) around the record, for `openssl cms -verify`. */
    @GetMapping(path = "/{id}/record", produces = SIGNED)
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    @Answers(as = SIGNED)
    public ResponseEntity<byte[]> signedRecord(AuthenticatedCaller caller, @PathVariable UUID id) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(SIGNED))
                .body(reading.record(caller.actor(), id).der());
    }

    @GetMapping("/{id}/quarantine")
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public Page<QuarantinedKey> quarantine(
            AuthenticatedCaller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor) {
        return reading.quarantine(caller.actor(), id, cursor, PageLimit.require(limit));
    }

    /** Every certificate whose private key was ever under the rotation's old key. */
    @GetMapping("/{id}/certificates")
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public Page<EndangeredCertificate> certificates(
            AuthenticatedCaller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor) {
        return reading.certificates(caller.actor(), id, cursor, PageLimit.require(limit));
    }
}
