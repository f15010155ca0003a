package dev.clm.secure.key.keyrotation;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * How far a rotation is.
 *
 * @param reEncrypted items_re_encrypted of the history: what came under the new key, whatever was done later
 * @param verified rows that were decrypted under their new key and compared with their certificate
 * @param measuredFrom since when, and from which `done` on, the rate is measured: start or last resumption
 * @param progressedAt the last batch
 */
public record RotationProgress(
        long reEncrypted,
        long total,
        long done,
        long failed,
        long verified,
        Instant measuredFrom,
        long measuredFromItems,
        Instant progressedAt) {
    private static final double MILLIS = 1_000.0;

    public double ratePerSecond() {
        long millis = Duration.between(measuredFrom, progressedAt).toMillis();
        return millis <= 0 ? 0 : Math.round((done - measuredFromItems) * MILLIS * 10 / millis) / 10.0;
    }

    /** Nothing as long as no rate is known. */
    public OptionalLong etaSeconds() {
        double rate = ratePerSecond();
        return rate <= 0
                ? OptionalLong.empty()
                : OptionalLong.of((long) Math.ceil(Math.max(0, total - done - failed) / rate));
    }
}
