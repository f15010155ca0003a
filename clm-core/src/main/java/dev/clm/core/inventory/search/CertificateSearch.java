package dev.clm.core.inventory.search;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.field.QueryParameters;
import dev.clm.core.inventory.metadata.AnnotationField;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A search over certificate_metadata; a null criterion does not restrict. */
public record CertificateSearch(
        String text,
        String commonName,
        String subjectAlternativeName,
        String status,
        String certificateType,
        String environment,
        String tag,
        UUID ownerUserId,
        Instant notAfterBefore,
        Instant notAfterAfter,
        boolean includeDeleted,
        CertificateSort sort,
        int limit,
        CertificateCursor cursor) {
    private static final Set<String> STATUSES = Set.of(CertificateStatus.codes(any -> true));
    private static final Set<String> TYPES =
            Set.of("root", "intermediate", "leaf", "client", "server", "code_signing", "email");

    /**
     * Reads the query parameters of `GET /certificates` (api.md); `parameter` gives the text of one, or null. All that is
     * out of range is refused at once, by name (PARAMETER_OUT_OF_RANGE).
     */
    public static CertificateSearch of(UnaryOperator<String> parameter) {
        QueryParameters parameters = new QueryParameters(parameter);
        CertificateSort sort = parameters.read(
                "sort",
                CertificateSort.DEFAULT,
                "must be created_at, not_after or common_name, with a leading - for descending",
                CertificateSort::parse);
        CertificateSearch search = new CertificateSearch(
                parameters.text("q", 500),
                parameters.text("common_name", 255),
                parameters.text("san", 1000),
                parameters.oneOf("status", STATUSES),
                parameters.oneOf("certificate_type", TYPES),
                parameters.oneOf("environment", AnnotationField.ENVIRONMENTS),
                parameters.text("tag", 100),
                parameters.uuid("owner_user_id"),
                parameters.time("not_after_before"),
                parameters.time("not_after_after"),
                parameters.flag("include_deleted"),
                sort,
                parameters.limit(),
                parameters.read(
                        "cursor",
                        null,
                        "is not the next_cursor of a list in this order",
                        text -> CertificateCursor.decode(text, sort)));
        parameters.refuseFaults();
        return search;
    }
}
