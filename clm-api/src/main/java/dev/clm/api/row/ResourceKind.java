package dev.clm.api.row;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.field.JsonFields;
import java.util.Set;

/**
 * What one kind of resource is called and consists of.
 *
 * @param path under /api/v1
 * @param name of one, for the audit log and for people
 * @param titleColumn what people call one by
 */
public record ResourceKind(
        String path,
        String name,
        String titleColumn,
        AuditCategory category,
        JsonFields members,
        Set<String> statuses) {
    public String location(Object id) {
        return "/api/v1/" + path + "/" + id;
    }
}
