package dev.clm.api.key.encryptionkey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clm.api.http.access.Requires;
import dev.clm.api.http.description.Answers;
import dev.clm.api.http.idempotency.FirstAnswer;
import dev.clm.api.http.idempotency.IdempotencyHeader;
import dev.clm.api.http.idempotency.StoredAnswers;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import dev.clm.secure.key.keydestruction.DestructionReceipt;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** `/api/v1/encryption-keys/{id}`: `destroy`, `cancel-destruction` and `receipt`. */
@RestController
@RequestMapping("/api/v1/encryption-keys/{id}")
public class KeyDestructionController {
    private static final DestroyKey.Wanted NOTHING_LOST = new DestroyKey.Wanted(null, false, null, false);
    private static final int ACCEPTED = 202;

    private final DestroyKey requests;
    private final ReadEncryptionKeys reading;
    private final StoredAnswers answers;
    private final JsonMapper json;

    public KeyDestructionController(
            DestroyKey requests, ReadEncryptionKeys reading, StoredAnswers answers, JsonMapper json) {
        this.requests = requests;
        this.reading = reading;
        this.answers = answers;
        this.json = json;
    }

    /** `shred` and `stop_organization` are false where they are left out. */
    @Schema(name = "DestroyEncryptionKeyBody")
    public record Body(String reason, Boolean shred, String keyId, Boolean stopOrganization) {
        private DestroyKey.Wanted wanted() {
            ReasonText.require("reason", reason);
            return new DestroyKey.Wanted(
                    reason, Boolean.TRUE.equals(shred), keyId, Boolean.TRUE.equals(stopOrganization));
        }
    }

    /** Who asked, what is gone, and the audit entry that says so. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "KeyDestructionReceipt")
    public record Receipt(
            UUID encryptionKeyId,
            String keyId,
            UUID organizationId,
            boolean shred,
            @Nullable String reason,
            UUID requestedByUserId,
            Instant requestedAt,
            Instant destroyedAt,
            String materialSha256,
            long privateKeysLost,
            String auditEventId) {
        static Receipt of(DestructionReceipt receipt) {
            return new Receipt(
                    receipt.destruction().encryptionKeyId(),
                    receipt.keyId(),
                    receipt.destruction().organizationId().value(),
                    receipt.destruction().shred(),
                    receipt.destruction().reason(),
                    receipt.destruction().requestedByUserId(),
                    receipt.destruction().requestedAt(),
                    receipt.destroyedAt(),
                    receipt.materialSha256(),
                    receipt.privateKeysLost(),
                    receipt.auditEventId());
        }
    }

    @PostMapping("/destroy")
    @Requires(Permission.ENCRYPTION_KEYS_DESTROY)
    @Answers(with = DestroyKey.Planned.class)
    @Answers(status = 202, with = DestroyKey.Planned.class, headers = "Location", once = true)
    public ResponseEntity<?> destroy(
            AuthenticatedCaller caller,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestBody(required = false) Body body) {
        DestroyKey.Wanted wanted = body == null ? NOTHING_LOST : body.wanted();
        if (dryRun) {
            return ResponseEntity.ok(requests.preview(caller.actor(), id, wanted));
        }
        FirstAnswer<DestroyKey.Planned> answer = new FirstAnswer<>(
                IdempotencyHeader.of(request, caller.actor()),
                ACCEPTED,
                planned -> "/api/v1/encryption-keys/" + planned.id(),
                json::writeValueAsString);
        return answers.once(answer, () -> requests.schedule(caller.actor(), id, wanted, answer::toStore));
    }

    @PostMapping("/cancel-destruction")
    @Requires(Permission.ENCRYPTION_KEYS_DESTROY)
    public EncryptionKeyView cancel(AuthenticatedCaller caller, @PathVariable UUID id) {
        requests.cancel(caller.actor(), id);
        return reading.read(caller.actor(), id);
    }

    @GetMapping("/receipt")
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public Receipt receipt(AuthenticatedCaller caller, @PathVariable UUID id) {
        return Receipt.of(requests.receipt(caller.actor(), id));
    }
}
