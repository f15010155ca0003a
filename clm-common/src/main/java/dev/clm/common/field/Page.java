package dev.clm.common.field;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;

/** One page of a list. `next_cursor` asks for the next one; on the last it is null. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Page<T>(List<T> items, String nextCursor) {
    public Page {
        items = List.copyOf(items);
    }

    /** Of up to one row more than the page may show, which tells whether there is another page. `cursor` is a row's place. */
    public static <T> Page<T> of(List<T> oneMore, int limit, Function<T, ?> cursor) {
        return oneMore.size() > limit
                ? new Page<>(
                        oneMore.subList(0, limit),
                        cursor.apply(oneMore.get(limit - 1)).toString())
                : new Page<>(oneMore, null);
    }

    public <V> Page<V> map(Function<T, V> view) {
        return new Page<>(items.stream().map(view).toList(), nextCursor);
    }
}
