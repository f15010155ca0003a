package dev.clm.common.coordination;

/**
 * A uuid column that points into the other database.
 *
 * @param unique whether nearly every row has a value of its own; otherwise many rows share few
 */
public record ReferringColumn(String table, String column, boolean unique) {
    static final String TENANT = "organization_id";

    boolean isTenant() {
        return column.equals(TENANT);
    }
}
