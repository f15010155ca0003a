package dev.clm.core.inventory.search;

import static dev.clm.core.jooq.Tables.CERTIFICATE_METADATA;

import dev.clm.common.field.Json;
import dev.clm.common.field.Page;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.inventory.metadata.CertificateMetadata;
import dev.clm.core.inventory.metadata.CertificateMetadataRepository;
import dev.clm.core.inventory.search.CertificateSort.Column;
import dev.clm.core.jooq.tables.records.CertificateMetadataRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.OrderField;
import org.jooq.impl.DSL;

/** Searches certificate_metadata page by page, by key: one statement a page, however many rows it has (requirement T5). */
public final class CertificateSearchRepository {
    /** Not among the generated columns, so that no row carries it. */
    private static final Field<Object> SEARCH_VECTOR =
            DSL.field(CERTIFICATE_METADATA.getQualifiedName().append("search_vector"));

    public Page<CertificateMetadata> search(CoreTransaction tx, CertificateSearch search) {
        List<CertificateMetadataRecord> rows = tx.dsl()
                .selectFrom(CERTIFICATE_METADATA)
                .where(conditions(search))
                .orderBy(order(search.sort()))
                .limit(search.limit() + 1)
                .fetch();
        return Page.of(rows, search.limit(), last -> cursorAfter(last, search.sort()))
                .map(CertificateMetadataRepository::toMetadata);
    }

    private static String cursorAfter(CertificateMetadataRecord last, CertificateSort sort) {
        String value = switch (sort.column()) {
            case CREATED_AT -> last.getCreatedAt().toString();
            case NOT_AFTER -> last.getNotAfter().toString();
            case COMMON_NAME -> last.getCommonName();
        };
        return new CertificateCursor(sort, value, last.getId()).encode();
    }

    private static List<Condition> conditions(CertificateSearch search) {
        List<Condition> conditions = new ArrayList<>();
        add(conditions, search.commonName(), CERTIFICATE_METADATA.COMMON_NAME::eq);
        add(conditions, search.status(), CERTIFICATE_METADATA.STATUS::eq);
        add(conditions, search.certificateType(), CERTIFICATE_METADATA.CERTIFICATE_TYPE::eq);
        add(conditions, search.environment(), CERTIFICATE_METADATA.ENVIRONMENT::eq);
        add(conditions, search.ownerUserId(), CERTIFICATE_METADATA.OWNER_USER_ID::eq);
        add(conditions, search.notAfterBefore(), CERTIFICATE_METADATA.NOT_AFTER::lt);
        add(conditions, search.notAfterAfter(), CERTIFICATE_METADATA.NOT_AFTER::gt);
        add(conditions, search.tag(), tag -> CERTIFICATE_METADATA.TAGS.contains(new String[] {tag}));
        add(conditions, search.subjectAlternativeName(), CertificateSearchRepository::hasName);
        add(conditions, search.text(), CertificateSearchRepository::matches);
        add(conditions, search.cursor(), CertificateSearchRepository::isAfter);
        if (!search.includeDeleted()) {
            conditions.add(CERTIFICATE_METADATA.DELETED_AT.isNull());
        }
        return conditions;
    }

    private static <T> void add(List<Condition> conditions, T criterion, Function<T, Condition> condition) {
        if (criterion != null) {
            conditions.add(condition.apply(criterion));
        }
    }

    private static Condition hasName(String value) {
        JSONB element = JSONB.valueOf(Json.write(List.of(Map.of("value", value))));
        return CERTIFICATE_METADATA.SUBJECT_ALTERNATIVE_NAMES.contains(element);
    }

    private static Condition matches(String text) {
        return DSL.condition("{0} @@ websearch_to_tsquery('simple', {1})", SEARCH_VECTOR, DSL.val(text));
    }

    // Ids run against the column, as in the index (organization_id, created_at desc, id).
    private static List<OrderField<?>> order(CertificateSort sort) {
        Field<?> column = column(sort.column());
        return sort.descending()
                ? List.of(column.desc(), CERTIFICATE_METADATA.ID.asc())
                : List.of(column.asc(), CERTIFICATE_METADATA.ID.desc());
    }

    private static Condition isAfter(CertificateCursor cursor) {
        return cursor.sort().column() == Column.COMMON_NAME
                ? isAfter(CERTIFICATE_METADATA.COMMON_NAME, cursor.value(), cursor)
                : isAfter(timeColumn(cursor.sort().column()), cursor.instant(), cursor);
    }

    private static <T> Condition isAfter(Field<T> column, T value, CertificateCursor cursor) {
        return cursor.sort().descending()
                ? column.le(value).and(column.lt(value).or(CERTIFICATE_METADATA.ID.gt(cursor.id())))
                : column.ge(value).and(column.gt(value).or(CERTIFICATE_METADATA.ID.lt(cursor.id())));
    }

    private static Field<?> column(Column column) {
        return column == Column.COMMON_NAME ? CERTIFICATE_METADATA.COMMON_NAME : timeColumn(column);
    }

    private static Field<Instant> timeColumn(Column column) {
        return column == Column.CREATED_AT ? CERTIFICATE_METADATA.CREATED_AT : CERTIFICATE_METADATA.NOT_AFTER;
    }
}
