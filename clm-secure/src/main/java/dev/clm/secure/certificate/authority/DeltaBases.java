package dev.clm.secure.certificate.authority;

/**
 * Which full lists a delta can begin at. It can be combined with every full list from its base on (RFC 5280, 5.2.4).
 *
 * @param oldest no younger than any full list that names the delta and is still good; null where none is known
 * @param next takes its place when all lists before it have ended; null where none is known
 * @param latest the full list that is served
 */
public record DeltaBases(Base oldest, Base next, Base latest) {

    /** A full list and the last change that it says. */
    public record Base(long crlNumber, long coveredChange) {
        static Base of(Long crlNumber, Long coveredChange) {
            return crlNumber == null ? null : new Base(crlNumber, coveredChange);
        }
    }

    /** The oldest since which no more has changed than `most`: a delta that is as long as a full list helps nobody. */
    public Base since(long changeNumber, int most) {
        if (oldest != null && changeNumber - oldest.coveredChange() <= most) {
            return oldest;
        }
        return next != null && changeNumber - next.coveredChange() <= most ? next : latest;
    }
}
