package dev.clm.core.inventory.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The order of a list: a column, ascending or (`-created_at`) descending. */
public record CertificateSort(Column column, boolean descending) {
    /** Newest first. */
    public static final CertificateSort DEFAULT = new CertificateSort(Column.CREATED_AT, true);

    /** The columns a list can be ordered by. */
    public enum Column {
        CREATED_AT,
        NOT_AFTER,
        COMMON_NAME;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Optional<CertificateSort> parse(String text) {
        boolean descending = text.startsWith("-");
        String name = descending ? text.substring(1) : text;
        return Arrays.stream(Column.values())
                .filter(column -> column.wireName().equals(name))
                .map(column -> new CertificateSort(column, descending))
                .findFirst();
    }

    String wireName() {
        return (descending ? "-" : "") + column.wireName();
    }
}
