package dev.clm.common.coordination;

import java.time.Instant;
import java.util.UUID;

/** An event that kept failing and waits for somebody to look. Its payload is not part of what is shown. */
public record BlockedEvent(
        UUID id,
        long sequence,
        UUID organizationId,
        UUID aggregateId,
        String eventType,
        int attempts,
        String lastError,
        Instant createdAt) {}
