package dev.clm.common.coordination;

/** The references in one column, those of tenants' rows or those of the platform's own. */
public record ReferenceGroup(ReferringColumn column, boolean ofPlatform) {
    String key() {
        return column.isTenant() || ofPlatform ? "t.{1}" : "t.organization_id, t.{1}";
    }

    String behind(String organization, String value) {
        return column.isTenant() || ofPlatform
                ? "t.{1} > " + value
                : "(t.organization_id, t.{1}) > (" + organization + ", " + value + ")";
    }
}
