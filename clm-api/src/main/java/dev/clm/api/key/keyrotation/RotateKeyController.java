package dev.clm.api.key.keyrotation;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.description.Answers;
import dev.clm.api.http.idempotency.FirstAnswer;
import dev.clm.api.http.idempotency.IdempotencyHeader;
import dev.clm.api.http.idempotency.StoredAnswers;
import dev.clm.api.key.encryptionkey.ReasonText;
import dev.clm.common.field.PageLimit;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import dev.clm.secure.key.keyrotation.KeyRotation;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** `/api/v1/encryption-keys/{id}`: `rotate` and `report-compromise`. */
@RestController
public class RotateKeyController {
    private static final int ACCEPTED = 202;

    private final StartRotation start;
    private final ReadRotations reading;
    private final ReportCompromise compromises;
    private final StoredAnswers answers;
    private final JsonMapper json;

    public RotateKeyController(
            StartRotation start,
            ReadRotations reading,
            ReportCompromise compromises,
            StoredAnswers answers,
            JsonMapper json) {
        this.start = start;
        this.reading = reading;
        this.compromises = compromises;
        this.answers = answers;
        this.json = json;
    }

    /** 202 with the rotation; a dry run tells what it would move and, for a compromise, which certificates are endangered. */
    @PostMapping("/api/v1/encryption-keys/{id}/rotate")
    @Requires(Permission.ENCRYPTION_KEYS_ROTATE)
    @Answers(with = ReadRotations.DryRun.class)
    @Answers(status = 202, with = RotationView.class, headers = "Location", once = true)
    public ResponseEntity<?> rotate(
            AuthenticatedCaller caller,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor,
            @RequestBody RotateBody body) {
        RotationRequest wanted = body.request(caller.actor(), id);
        if (dryRun) {
            return ResponseEntity.ok(
                    reading.dryRun(caller.actor(), id, wanted.type(), cursor, PageLimit.require(limit)));
        }
        FirstAnswer<KeyRotation> answer = new FirstAnswer<>(
                IdempotencyHeader.of(request, caller.actor()),
                ACCEPTED,
                rotation -> "/api/v1/key-rotations/" + rotation.id(),
                rotation -> json.writeValueAsString(RotationView.of(rotation)));
        return answers.once(answer, () -> start.start(wanted, answer::toStore));
    }

    /** @param reason why it is thought to be so */
    @Schema(name = "ReportCompromiseBody")
    public record Compromise(String reason) {
        String checked() {
            ReasonText.require("reason", reason);
            return reason;
        }
    }

    /** Of a key in whatever state; pages of the certificates that it ever protected by the cursor of the answer before. */
    @PostMapping("/api/v1/encryption-keys/{id}/report-compromise")
    @Requires(Permission.ENCRYPTION_KEYS_ROTATE)
    public ReportCompromise.Reported reportCompromise(
            AuthenticatedCaller caller,
            @PathVariable UUID id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor,
            @RequestBody(required = false) Compromise body) {
        int page = PageLimit.require(limit);
        String reason = body == null ? null : body.checked();
        return dryRun
                ? compromises.preview(caller.actor(), id, cursor, page)
                : compromises.report(caller.actor(), id, reason, cursor, page);
    }
}
