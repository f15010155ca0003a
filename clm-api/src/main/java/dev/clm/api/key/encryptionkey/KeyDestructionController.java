package dev.clm.api.key.encryptionkey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clm.api.http.access.Requires;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import dev.clm.secure.key.keydestruction.DestructionReceipt;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** `/api/v1/encryption-keys/{id}`: `destroy`, `cancel-destruction` and `receipt`. */
@RestController
@RequestMapping("/api/v1/encryption-keys/{id}")
public class KeyDestructionController {
    private static final DestroyKey.Wanted NOTHING_LOST = new DestroyKey.Wanted(null, false, null);

    private final DestroyKey requests;
    private final ReadEncryptionKeys reading;

    public KeyDestructionController(DestroyKey requests, ReadEncryptionKeys reading) {
        this.requests = requests;
        this.reading = reading;
    }

    /** `shred` is false where it is left out. */
    public record Body(String reason, Boolean shred, String keyId) {
        private DestroyKey.Wanted wanted() {
            return new DestroyKey.Wanted(reason, Boolean.TRUE.equals(shred), keyId);
        }
    }

    /** Who asked, what is gone, and the audit entry that says so. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Receipt(
            UUID encryptionKeyId,
            String keyId,
            UUID organizationId,
            boolean shred,
            String reason,
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
    public ResponseEntity<DestroyKey.Planned> destroy(
            AuthenticatedCaller caller,
            @PathVariable UUID id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestBody(required = false) Body body) {
        DestroyKey.Planned planned =
                requests.schedule(caller.actor(), id, body == null ? NOTHING_LOST : body.wanted(), dryRun);
        return dryRun
                ? ResponseEntity.ok(planned)
                : ResponseEntity.accepted()
                        .location(URI.create("/api/v1/encryption-keys/" + id))
                        .body(planned);
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
