package dev.clm.common.coordination;

import java.util.UUID;

/** A row of the other database that was deleted, or came back, and the event that said so. */
public record Departure(UUID targetId, UUID eventId, long sequence) {}
