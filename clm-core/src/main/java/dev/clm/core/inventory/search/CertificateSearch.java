package dev.clm.core.inventory.search;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.field.QueryParameters;
import dev.clm.common.field.StorableText;
import dev.clm.core.inventory.metadata.AnnotationField;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A search over certificate_metadata; a null criterion, or one without values, does not restrict. One of several values is enough.
 *
 * @param certificateNames of `certificate_id`: names for people, or ids
 * @param issuerIds certificates.id of the authorities
 * @param extendedKeyUsages object identifiers
 */
public record CertificateSearch(
        String text,
        List<String> certificateNames,
        List<String> serialNumbers,
        List<String> thumbprintsSha256,
        List<String> thumbprintsSha1,
        String commonName,
        String subjectAlternativeName,
        List<UUID> issuerIds,
        String issuerDn,
        List<String> extendedKeyUsages,
        List<String> keyAlgorithms,
        List<String> statuses,
        List<String> certificateTypes,
        List<String> environments,
        List<String> tags,
        List<UUID> ownerUserIds,
        Instant notAfterBefore,
        Instant notAfterAfter,
        boolean includeDeleted,
        CertificateSort sort,
        int limit,
        CertificateCursor cursor) {
    private static final Set<String> STATUSES = Set.of(CertificateStatus.codes(any -> true));
    private static final Set<String> TYPES =
            Set.of("root", "intermediate", "leaf", "client", "server", "code_signing", "email");
    private static final Set<String> KEY_ALGORITHMS = Set.of("RSA", "ECDSA", "Ed25519", "Ed448");

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
                texts(parameters, "certificate_id", 255),
                parameters.several("serial_number", "must be hex digits", SearchedHex::serialNumber),
                thumbprints(parameters, "thumbprint_sha256", SearchedHex.SHA256_DIGITS),
                thumbprints(parameters, "thumbprint_sha1", SearchedHex.SHA1_DIGITS),
                parameters.text("common_name", 255),
                parameters.text("san", 1000),
                parameters.uuids("issuer_id"),
                parameters.text("issuer_dn", 4000),
                parameters.several("extended_key_usage", SearchedUsage.EXPECTATION, SearchedUsage::objectIdentifier),
                parameters.someOf("key_algorithm", KEY_ALGORITHMS),
                parameters.someOf("status", STATUSES),
                parameters.someOf("certificate_type", TYPES),
                parameters.someOf("environment", AnnotationField.ENVIRONMENTS),
                tags(parameters, parameter),
                parameters.uuids("owner_user_id"),
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

    /** A tag may hold a comma itself. */
    private static List<String> tags(QueryParameters parameters, UnaryOperator<String> parameter) {
        List<String> tags = texts(parameters, "tag", 100);
        return tags.size() < 2
                ? tags
                : Stream.concat(tags.stream(), Stream.of(parameter.apply("tag")))
                        .toList();
    }

    private static List<String> texts(QueryParameters parameters, String name, int maximum) {
        return parameters.several(
                name,
                "must be 1 to " + maximum + " characters, without NUL",
                text -> Optional.of(text)
                        .filter(t -> !t.isEmpty() && t.length() <= maximum && StorableText.isStorable(t)));
    }

    private static List<String> thumbprints(QueryParameters parameters, String name, int digits) {
        return parameters.several(
                name, "must be " + digits + " hex digits", text -> SearchedHex.thumbprint(text, digits));
    }
}
