package dev.clm.core.inventory.search;

import static dev.clm.core.jooq.Tables.CERTIFICATE_METADATA;

import dev.clm.common.field.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** The conditions of a search, of which only comparisons with `=` are served by an index under row-level security. */
final class SearchConditions {
    /** Not among the generated columns, so that no row carries it. */
    private static final Field<Object> SEARCH_VECTOR =
            DSL.field(CERTIFICATE_METADATA.getQualifiedName().append("search_vector"));

    private static final dev.clm.core.jooq.tables.CertificateMetadata ISSUER = CERTIFICATE_METADATA.as("issuer");

    private final List<Condition> all = new ArrayList<>();

    private SearchConditions() {}

    static List<Condition> of(CertificateSearch search) {
        SearchConditions conditions = new SearchConditions();
        conditions.addNames(search);
        conditions.addValues(search);
        if (!search.includeDeleted()) {
            conditions.all.add(CERTIFICATE_METADATA.DELETED_AT.isNull());
        }
        return conditions.all;
    }

    private void addNames(CertificateSearch search) {
        add(search.text(), SearchConditions::matches);
        add(search.commonName(), CERTIFICATE_METADATA.COMMON_NAME::eq);
        add(search.subjectAlternativeName(), SearchConditions::hasName);
        add(search.issuerDn(), CERTIFICATE_METADATA.ISSUER_DN::eq);
        addSome(search.certificateNames(), SearchConditions::isNamed);
        addSome(search.serialNumbers(), some -> isOneOf(CERTIFICATE_METADATA.SERIAL_NUMBER, some));
        addSome(search.thumbprintsSha256(), some -> isOneOf(CERTIFICATE_METADATA.THUMBPRINT_SHA256, some));
        addSome(search.thumbprintsSha1(), some -> isOneOf(CERTIFICATE_METADATA.THUMBPRINT_SHA1, some));
        addSome(search.issuerIds(), SearchConditions::isIssuedBy);
    }

    private void addValues(CertificateSearch search) {
        addSome(search.extendedKeyUsages(), some -> holdsOneOf(CERTIFICATE_METADATA.EXTENDED_KEY_USAGES, some));
        addSome(search.keyAlgorithms(), some -> isOneOf(CERTIFICATE_METADATA.KEY_ALGORITHM, some));
        addSome(search.statuses(), some -> isOneOf(CERTIFICATE_METADATA.STATUS, some));
        addSome(search.certificateTypes(), some -> isOneOf(CERTIFICATE_METADATA.CERTIFICATE_TYPE, some));
        addSome(search.environments(), some -> isOneOf(CERTIFICATE_METADATA.ENVIRONMENT, some));
        addSome(search.tags(), some -> holdsOneOf(CERTIFICATE_METADATA.TAGS, some));
        addSome(search.ownerUserIds(), some -> isOneOf(CERTIFICATE_METADATA.OWNER_USER_ID, some));
        add(search.notAfterBefore(), CERTIFICATE_METADATA.NOT_AFTER::lt);
        add(search.notAfterAfter(), CERTIFICATE_METADATA.NOT_AFTER::gt);
    }

    private <T> void add(T criterion, Function<T, Condition> condition) {
        if (criterion != null) {
            all.add(condition.apply(criterion));
        }
    }

    private <T> void addSome(List<T> values, Function<List<T>, Condition> condition) {
        if (!values.isEmpty()) {
            all.add(condition.apply(values));
        }
    }

    /** One value is compared alone, so that an index keeps the order of the list. */
    private static <T> Condition isOneOf(Field<T> column, List<T> values) {
        return values.size() == 1 ? column.eq(values.get(0)) : column.in(values);
    }

    private static Condition holdsOneOf(Field<String[]> column, List<String> values) {
        return DSL.arrayOverlap(column, DSL.val(values.toArray(String[]::new), column));
    }

    private static Condition isNamed(List<String> texts) {
        List<UUID> ids = texts.stream()
                .map(SearchConditions::id)
                .flatMap(Optional::stream)
                .toList();
        Condition named = isOneOf(CERTIFICATE_METADATA.CERTIFICATE_NAME, texts);
        return ids.isEmpty() ? named : named.or(isOneOf(CERTIFICATE_METADATA.CERTIFICATE_ID, ids));
    }

    private static Optional<UUID> id(String text) {
        try {
            UUID id = UUID.fromString(text);
            return Optional.of(id).filter(i -> i.toString().equalsIgnoreCase(text));
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }

    /** By the key that signed, which one authority has. */
    private static Condition isIssuedBy(List<UUID> authorities) {
        Select<Record1<String>> keys = DSL.select(ISSUER.SUBJECT_KEY_IDENTIFIER)
                .from(ISSUER)
                .where(isOneOf(ISSUER.CERTIFICATE_ID, authorities))
                .and(ISSUER.CERTIFICATE_TYPE.in("root", "intermediate"));
        return authorities.size() == 1
                ? CERTIFICATE_METADATA.AUTHORITY_KEY_IDENTIFIER.eq(keys)
                : CERTIFICATE_METADATA.AUTHORITY_KEY_IDENTIFIER.in(keys);
    }

    /** `*.example.com` is every host below example.com, any other value exactly what it says. */
    private static Condition hasName(String value) {
        if (value.startsWith("*.")) {
            String ending = value.substring(1).toLowerCase(Locale.ROOT);
            return DSL.condition(
                    "exists (select from jsonb_array_elements({0}) n where n->>'type' = 'DNS' and right(n->>'value', {1}) = {2})",
                    CERTIFICATE_METADATA.SUBJECT_ALTERNATIVE_NAMES, DSL.val(ending.length()), DSL.val(ending));
        }
        JSONB element = JSONB.valueOf(Json.write(List.of(Map.of("value", value))));
        return CERTIFICATE_METADATA.SUBJECT_ALTERNATIVE_NAMES.contains(element);
    }

    /** Words of names and notes, or the whole as one of the things that a certificate is known by. */
    private static Condition matches(String text) {
        List<Condition> any = new ArrayList<>();
        any.add(DSL.condition("{0} @@ websearch_to_tsquery('simple', {1})", SEARCH_VECTOR, DSL.val(text)));
        any.add(holdsOneOf(CERTIFICATE_METADATA.TAGS, List.of(text)));
        any.add(hasName(text.toLowerCase(Locale.ROOT)));
        any.add(isNamed(List.of(text)));
        SearchedHex.serialNumber(text)
                .map(CERTIFICATE_METADATA.SERIAL_NUMBER::eq)
                .ifPresent(any::add);
        SearchedHex.thumbprint(text, SearchedHex.SHA256_DIGITS)
                .map(CERTIFICATE_METADATA.THUMBPRINT_SHA256::eq)
                .ifPresent(any::add);
        SearchedHex.thumbprint(text, SearchedHex.SHA1_DIGITS)
                .map(CERTIFICATE_METADATA.THUMBPRINT_SHA1::eq)
                .ifPresent(any::add);
        return DSL.or(any);
    }
}
