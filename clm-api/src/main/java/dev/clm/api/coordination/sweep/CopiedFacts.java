package dev.clm.api.coordination.sweep;

import dev.clm.common.coordination.CertificateCopy;
import dev.clm.common.coordination.CertificateStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Copied facts as members of a JSON object, by their column names. */
final class CopiedFacts {
    private CopiedFacts() {}

    static Map<String, Object> of(CertificateCopy copy, Collection<String> columns) {
        Map<String, Object> all = new HashMap<>();
        all.put("organization_id", text(copy.organizationId()));
        all.put("common_name", copy.commonName());
        all.put("certificate_type", copy.certificateType());
        all.put("status", copy.status().code());
        all.put("not_before", text(copy.notBefore()));
        all.put("not_after", text(copy.notAfter()));
        all.put("owner_user_id", text(copy.ownerUserId()));
        all.put("deleted_at", text(copy.deletedAt()));
        all.keySet().retainAll(columns);
        return all;
    }

    /** The copy with these members in the place of its own. */
    static CertificateCopy over(CertificateCopy copy, Map<?, ?> members) {
        Map<String, Object> all = of(copy, CertificateCopy.COLUMNS);
        members.forEach((column, value) -> all.put((String) column, value));
        return new CertificateCopy(
                copy.id(),
                UUID.fromString((String) all.get("organization_id")),
                (String) all.get("common_name"),
                (String) all.get("certificate_type"),
                CertificateStatus.ofCode((String) all.get("status")),
                instant(all.get("not_before")),
                instant(all.get("not_after")),
                UUID.fromString((String) all.get("owner_user_id")),
                instant(all.get("deleted_at")));
    }

    private static String text(Object value) {
        return Objects.toString(value, null);
    }

    private static Instant instant(Object value) {
        return value == null ? null : Instant.parse((String) value);
    }
}
