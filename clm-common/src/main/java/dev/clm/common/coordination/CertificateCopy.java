package dev.clm.common.coordination;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The facts about a certificate that both databases hold. The certificate's row owns them, its metadata repeat them. */
public record CertificateCopy(
        UUID id,
        UUID organizationId,
        String commonName,
        String certificateType,
        CertificateStatus status,
        Instant notBefore,
        Instant notAfter,
        UUID ownerUserId,
        Instant deletedAt) {
    /** The names of the facts, which are those of the columns. */
    public static final List<String> COLUMNS = List.of(
            "organization_id",
            "common_name",
            "certificate_type",
            "status",
            "not_before",
            "not_after",
            "owner_user_id",
            "deleted_at");

    public boolean isLive() {
        return deletedAt == null;
    }

    /** The columns in which the other one differs. Of a deletion only that it happened counts. */
    public List<String> differences(CertificateCopy other) {
        List<String> columns = new ArrayList<>();
        compare(columns, "organization_id", organizationId, other.organizationId);
        compare(columns, "common_name", commonName, other.commonName);
        compare(columns, "certificate_type", certificateType, other.certificateType);
        compare(columns, "status", status, other.status);
        compare(columns, "not_before", notBefore, other.notBefore);
        compare(columns, "not_after", notAfter, other.notAfter);
        compare(columns, "owner_user_id", ownerUserId, other.ownerUserId);
        compare(columns, "deleted_at", isLive(), other.isLive());
        return columns;
    }

    private static void compare(List<String> columns, String column, Object mine, Object theirs) {
        if (!Objects.equals(mine, theirs)) {
            columns.add(column);
        }
    }
}
