package dev.clm.common.coordination;

import java.time.Duration;

/** What one outbox still has to deliver. `oldestPending` is zero where nothing is pending. */
public record OutboxBacklog(int pending, int blocked, Duration oldestPending) {}
