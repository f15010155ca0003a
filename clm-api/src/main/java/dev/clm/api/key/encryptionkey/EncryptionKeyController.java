package dev.clm.api.key.encryptionkey;

import dev.clm.api.http.access.Requires;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import java.util.List;
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
    private static final int LARGEST_PAGE = 500;

    private final ReadEncryptionKeys reading;

    public EncryptionKeyController(ReadEncryptionKeys reading) {
        this.reading = reading;
    }

    @GetMapping
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public ReadEncryptionKeys.Page list(
            AuthenticatedCaller caller,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw ClmException.refused(
                    ErrorCode.PARAMETER_OUT_OF_RANGE,
                    List.of(new FieldError("limit", "out_of_range", "must be 1 to " + LARGEST_PAGE)));
        }
        return reading.list(caller.actor(), cursor, limit);
    }

    @GetMapping("/{id}")
    @Requires(Permission.ENCRYPTION_KEYS_READ)
    public EncryptionKeyView read(AuthenticatedCaller caller, @PathVariable UUID id) {
        return reading.read(caller.actor(), id);
    }
}
