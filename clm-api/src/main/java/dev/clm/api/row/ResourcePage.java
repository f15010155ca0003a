package dev.clm.api.row;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One page of resources, oldest first; `next_cursor` is null on the last one. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ResourcePage(List<Map<String, Object>> items, UUID nextCursor) {}
