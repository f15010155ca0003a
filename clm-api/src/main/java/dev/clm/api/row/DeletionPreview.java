package dev.clm.api.row;

import dev.clm.api.http.description.Codes;
import java.util.List;
import java.util.UUID;

/** What a delete would have done (`?dry_run=true`). */
public record DeletionPreview(
        boolean dryRun, @Codes(names = "delete") String operation, UUID id, List<Consequence> follows) {

    /** How many rows of one kind it concerns, and what becomes of them. */
    public record Consequence(String resource, long count, String effect) {}
}
