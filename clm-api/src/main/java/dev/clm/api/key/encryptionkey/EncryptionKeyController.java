package dev.clm.api.key.encryptionkey;

import dev.clm.api.http.access.Requires;
import dev.clm.common.field.Page;
import dev.clm.common.field.PageLimit;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** `/api/v1/encryption-keys`: reading. */
@RestController
@RequestMapping("/api/v1/encryption-keys")
public class EncryptionKeyController {
    private final ReadEncryptionKeys reading;

    public EncryptionKeyController(ReadEncryptionKeys reading) {
        this.reading = reading;
    }

    @GetMapping
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public Page<EncryptionKeyView> list(
            AuthenticatedCaller caller,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor) {
        return reading.list(caller.actor(), cursor, PageLimit.require(limit));
    }

    @GetMapping("/{id}")
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public EncryptionKeyView read(AuthenticatedCaller caller, @PathVariable UUID id) {
        return reading.read(caller.actor(), id);
    }
}
