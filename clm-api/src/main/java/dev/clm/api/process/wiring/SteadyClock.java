package dev.clm.api.process.wiring;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Runs evenly from the epoch on, whatever the machine's clock is set to (requirement T7): for what lasts seconds within this
 * process, and would last years or end at once where the clock is set back or forth.
 */
final class SteadyClock extends Clock {
    private final long begunAt = System.nanoTime();

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(System.nanoTime() - begunAt);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
