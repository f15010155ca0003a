package dev.clm.core.row;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** One row as it is shown: column names and values, in the order of the table and without its secret columns. */
public record Row(Map<String, Object> columns) {
    public Row {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    public UUID id() {
        return (UUID) columns.get("id");
    }

    public boolean isDeleted() {
        return columns.get("deleted_at") != null;
    }

    public String text(String column) {
        return (String) columns.get(column);
    }
}
