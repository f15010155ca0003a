package dev.clm.core.inventory.search;

import static dev.clm.core.jooq.Tables.CERTIFICATE_METADATA;

import dev.clm.common.field.Page;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.inventory.metadata.CertificateMetadata;
import dev.clm.core.inventory.metadata.CertificateMetadataRepository;
import dev.clm.core.inventory.search.CertificateSort.Column;
import dev.clm.core.jooq.tables.records.CertificateMetadataRecord;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;

/** Searches certificate_metadata page by page, by key: one statement a page, however many rows it has (requirement T5). */
public final class CertificateSearchRepository {
    public Page<CertificateMetadata> search(CoreTransaction tx, CertificateSearch search) {
        return Page.of(query(tx, search).fetch(), search.limit(), last -> cursorAfter(last, search.sort()))
                .map(CertificateMetadataRepository::toMetadata);
    }

    static ResultQuery<CertificateMetadataRecord> query(CoreTransaction tx, CertificateSearch search) {
        return tx.dsl()
                .selectFrom(CERTIFICATE_METADATA)
                .where(SearchConditions.of(search))
                .and(search.cursor() == null ? DSL.noCondition() : isAfter(search.cursor()))
                .orderBy(order(search.sort()))
                .limit(search.limit() + 1);
    }

    private static String cursorAfter(CertificateMetadataRecord last, CertificateSort sort) {
        String value = switch (sort.column()) {
            case CREATED_AT -> last.getCreatedAt().toString();
            case NOT_AFTER -> last.getNotAfter().toString();
            case COMMON_NAME -> last.getCommonName();
        };
        return new CertificateCursor(sort, value, last.getId()).encode();
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
