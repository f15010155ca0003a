package dev.clm.core.row;

import dev.clm.common.field.QueryParameters;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * One page of a list, in the order of ids, which is the order of creation.
 *
 * @param after the last id of the page before, or null
 * @param status null for any
 */
public record RowQuery(int limit, UUID after, String status, boolean includeDeleted) {

    /** `parameter` gives the text of a query parameter, or null; all that is out of range is refused at once, by name. */
    public static RowQuery of(UnaryOperator<String> parameter, Set<String> statuses) {
        QueryParameters parameters = new QueryParameters(parameter);
        RowQuery query = new RowQuery(
                parameters.limit(),
                parameters.uuid("cursor"),
                parameters.oneOf("status", statuses),
                parameters.flag("include_deleted"));
        parameters.refuseFaults();
        return query;
    }
}
