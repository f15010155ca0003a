package dev.clm.api.key.masterkey;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.description.Codes;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import dev.clm.secure.key.encryptionkey.MasterKeyRotation;
import io.swagger.v3.oas.annotations.media.Schema;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** `POST /api/v1/master-key/rotate`: to the configured next master key (docs/KEY-ROTATION.md). */
@RestController
public class MasterKeyController {
    private final MasterKeyRotation rotation;

    public MasterKeyController(MasterKeyRotation rotation) {
        this.rotation = rotation;
    }

    /**
     * @param status completed; incomplete where data keys do not open, which keeps the old master key; planned in a dry run
     * @param rewrapped data keys moved by this call
     * @param remaining data keys not under the new master key
     */
    @Schema(name = "MasterKeyRotation")
    public record View(
            boolean dryRun,

            @Codes(names = {"completed", "incomplete", "planned"})
            String status,

            String oldKeyId,
            String newKeyId,
            int rewrapped,
            int remaining) {}

    @PostMapping("/api/v1/master-key/rotate")
    @Requires(Permission.MASTER_KEY_ROTATE)
    public View rotate(
            AuthenticatedCaller caller, @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun) {
        MasterKeyRotation.Outcome outcome = dryRun ? rotation.preview() : rotation.run(caller.actor());
        String status = outcome.done() ? "completed" : "incomplete";
        return new View(
                dryRun,
                dryRun ? "planned" : status,
                outcome.oldKeyId(),
                outcome.newKeyId(),
                outcome.rewrapped(),
                outcome.remaining());
    }
}
