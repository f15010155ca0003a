package dev.clm.api.key.accesspolicy;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.description.Answers;
import dev.clm.api.http.description.Takes;
import dev.clm.api.http.web.EntityTag;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import dev.clm.secure.key.privatekey.AccessPolicy;
import dev.clm.secure.key.privatekey.AccessPolicyChange;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * `/api/v1/certificates/{id}/private-key/access-policy`: `allowed_operations` (sign, export), `allowed_user_ids`,
 * `allowed_role_codes`, `max_uses_per_day`, `require_mfa`. A rule that is not there restricts nothing; null lifts one.
 */
@RestController
@RequestMapping("/api/v1/certificates/{id}/private-key/access-policy")
public class AccessPolicyController {
    private final ChangeAccessPolicy policies;

    public AccessPolicyController(ChangeAccessPolicy policies) {
        this.policies = policies;
    }

    @GetMapping
    @Requires(Permission.CERTIFICATES_READ)
    @Answers(headers = "ETag")
    public ResponseEntity<Map<String, Object>> get(AuthenticatedCaller caller, @PathVariable UUID id) {
        return view(policies.read(caller.actor(), id));
    }

    @PatchMapping
    @Requires(Permission.PRIVATE_KEYS_UPDATE)
    @Parameter(name = "If-Match", in = ParameterIn.HEADER, description = "the ETag that must still be true")
    @Answers(headers = "ETag")
    @Takes(AccessPolicyBody.class)
    public ResponseEntity<Map<String, Object>> patch(
            AuthenticatedCaller caller,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestBody Map<String, Object> body) {
        return view(policies.change(caller.actor(), id, AccessPolicyChange.of(body), EntityTag.expected(request)));
    }

    private static ResponseEntity<Map<String, Object>> view(AccessPolicy policy) {
        return ResponseEntity.ok()
                .eTag(EntityTag.of(ChangeAccessPolicy.version(policy)))
                .body(ChangeAccessPolicy.members(policy));
    }
}
