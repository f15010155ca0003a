package dev.clm.api.key.export;

import static dev.clm.api.key.export.ReleasePrivateKey.Format.PKCS12;
import static dev.clm.api.key.export.ReleasePrivateKey.Format.PKCS8;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.description.Answers;
import dev.clm.api.http.description.Codes;
import dev.clm.api.http.description.Required;
import dev.clm.common.error.ClmException;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import dev.clm.secure.key.privatekey.Passphrase;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** `POST /api/v1/certificates/{id}/private-key/export`. */
@RestController
public class PrivateKeyExportController {
    private final ReleasePrivateKey release;

    public PrivateKeyExportController(ReleasePrivateKey release) {
        this.release = release;
    }

    /** `format` is pkcs12 or pkcs8; the passphrase has 12 characters or more and is read into an array, to be zeroed. */
    @Schema(name = "ExportPrivateKeyBody")
    public record Body(
            @Required @Codes(names = {"pkcs12", "pkcs8"}) String format,
            @Required char[] passphrase) {
        @Override
        public String toString() {
            return "Body[" + format + "]";
        }
    }

    @PostMapping("/api/v1/certificates/{id}/private-key/export")
    @Requires(Permission.CERTIFICATES_EXPORT)
    @Answers(
            as = {"application/x-pkcs12", "application/x-pem-file"},
            headers = "Content-Disposition")
    public ResponseEntity<byte[]> export(AuthenticatedCaller caller, @PathVariable UUID id, @RequestBody Body body) {
        if (body.passphrase() == null) {
            throw ClmException.invalid("passphrase", "required", "the passphrase is required");
        }
        try (Passphrase passphrase = Passphrase.takeOwnershipOf(body.passphrase())) {
            return switch (String.valueOf(body.format())) {
                case "pkcs12" ->
                    file("application/x-pkcs12", "key.p12", release.release(caller.actor(), id, PKCS12, passphrase));
                case "pkcs8" ->
                    file("application/x-pem-file", "key.pem", release.release(caller.actor(), id, PKCS8, passphrase));
                default -> throw ClmException.invalid("format", "unknown_format", "must be pkcs12 or pkcs8");
            };
        }
    }

    private static ResponseEntity<byte[]> file(String mediaType, String name, byte[] content) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .contentType(MediaType.parseMediaType(mediaType))
                .body(content);
    }
}
