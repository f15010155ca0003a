package dev.clm.api.row;

/** What the client of a creating request gets: the body as it is stored under the idempotency key. */
public record CreatedResource(String location, String body) {}
