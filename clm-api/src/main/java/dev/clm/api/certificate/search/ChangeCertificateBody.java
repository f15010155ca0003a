package dev.clm.api.certificate.search;

import dev.clm.common.error.ClmException;
import dev.clm.core.inventory.metadata.AnnotationChange;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The body of `PATCH /certificates/{id}`: annotations, of which a member that is present and null is cleared and an absent one
 * stays, and `owner_user_id`, which cannot be cleared.
 */
final class ChangeCertificateBody {
    private static final String OWNER = "owner_user_id";

    /** Its members, as the API describes them. */
    @Schema(name = "ChangeCertificateBody")
    record MembersBody(
            List<String> tags,
            String category,
            String environment,
            Map<String, Object> customFields,
            String notes,
            UUID ownerUserId) {}

    private final Map<String, Object> members;

    ChangeCertificateBody(Map<String, Object> members) {
        this.members = members;
    }

    AnnotationChange annotations() {
        Map<String, Object> annotations = new HashMap<>(members);
        annotations.remove(OWNER);
        return AnnotationChange.of(annotations);
    }

    Optional<UUID> newOwner() {
        return members.containsKey(OWNER) ? Optional.of(ownerId(members.get(OWNER))) : Optional.empty();
    }

    private static UUID ownerId(Object value) {
        try {
            return UUID.fromString(String.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw ClmException.invalid(OWNER, "invalid_uuid", "must be the id of a user");
        }
    }
}
