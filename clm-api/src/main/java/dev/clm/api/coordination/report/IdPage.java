package dev.clm.api.coordination.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** One page of things that are ordered by id; the cursor is the last one's. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record IdPage<V>(List<V> items, UUID nextCursor) {
    private static final int MOST = 500;

    /** `rows` answers at most so many rows behind an id; one more than the page shows whether there is another page. */
    static <R, V> IdPage<V> of(
            UUID cursor,
            int limit,
            BiFunction<UUID, Integer, List<R>> rows,
            Function<R, UUID> id,
            Function<R, V> view) {
        if (limit < 1 || limit > MOST) {
            throw ClmException.refused(
                    ErrorCode.PARAMETER_OUT_OF_RANGE,
                    List.of(new FieldError("limit", "out_of_range", "must be 1 to " + MOST)));
        }
        List<R> found = rows.apply(cursor, limit + 1);
        List<R> shown = found.subList(0, Math.min(limit, found.size()));
        return new IdPage<>(
                shown.stream().map(view).toList(), found.size() > limit ? id.apply(shown.get(limit - 1)) : null);
    }
}
