package dev.clm.core.inventory.search;

import dev.clm.common.identifier.Coded;
import java.util.Optional;

/** The order of a list: a column, ascending or (`-created_at`) descending. */
public record CertificateSort(Column column, boolean descending) {
    /** Newest first. */
    public static final CertificateSort DEFAULT = new CertificateSort(Column.CREATED_AT, true);

    /** The columns a list can be ordered by. */
    public enum Column implements Coded {
        CREATED_AT,
        NOT_AFTER,
        COMMON_NAME
    }

    static Optional<CertificateSort> parse(String text) {
        boolean descending = text.startsWith("-");
        return Coded.find(Column.class, descending ? text.substring(1) : text)
                .map(column -> new CertificateSort(column, descending));
    }

    String wireName() {
        return (descending ? "-" : "") + column.code();
    }
}
