package dev.clm.secure.certificate.authority;

import java.time.Duration;
import java.time.Instant;

/**
 * What is to be known before a list is made, as one snapshot shows it.
 *
 * @param changeNumber the last change that the snapshot shows
 * @param coveredChange the last change that the latest list of this scope says, or the full list where that says more
 * @param entryCount of the latest list
 * @param thisUpdate of the latest list; null where there is none, or one that is dated ahead
 * @param settlingSince this update of the list that settles next; null where none does
 * @param settledUntil what ended before leaves; null where nothing does
 * @param lastNumber the last number that any list of the authority has drawn
 * @param bases of a delta
 */
public record PublicationState(
        long changeNumber,
        long coveredChange,
        int entryCount,
        Instant thisUpdate,
        Instant settlingSince,
        Instant settledUntil,
        long lastNumber,
        DeltaBases bases) {
    /** How long lists that were issued after a certificate's end say so before its entry leaves (RFC 5280, 3.3). */
    private static final Duration SETTLING = Duration.ofDays(1);

    /** A list that is issued now leaves out what ended before; null for nothing. */
    public Instant settledAt(Instant now) {
        return isSettled(now) ? settlingSince : settledUntil;
    }

    /** This update of the list that settles next, when one is issued now. */
    public Instant settlingAt(Instant now) {
        return settlingSince == null || isSettled(now) ? now : settlingSince;
    }

    private boolean isSettled(Instant now) {
        return settlingSince != null && !settlingSince.isAfter(now.minus(SETTLING));
    }
}
