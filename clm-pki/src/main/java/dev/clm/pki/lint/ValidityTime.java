package dev.clm.pki.lint;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTCTime;

/** A time of a certificate as RFC 5280 4.1.2.5 wants it: with seconds, without fraction, ending in Z. Null instant where it is not. */
record ValidityTime(boolean utcTime, Instant instant) {
    private static final int UTC_LENGTH = 13;
    private static final int GENERALIZED_LENGTH = 15;
    private static final int CENTURY_PIVOT = 50;

    static ValidityTime of(ASN1Primitive time) {
        if (time instanceof ASN1UTCTime utc) {
            String text = utc.toString();
            return new ValidityTime(true, text.length() == UTC_LENGTH ? instant(century(text) + text) : null);
        }
        String text = ((ASN1GeneralizedTime) time).getTimeString();
        return new ValidityTime(false, instant(text));
    }

    private static String century(String utcTime) {
        return Integer.parseInt(utcTime.substring(0, 2)) < CENTURY_PIVOT ? "20" : "19";
    }

    private static Instant instant(String text) {
        if (text.length() != GENERALIZED_LENGTH || text.charAt(GENERALIZED_LENGTH - 1) != 'Z') {
            return null;
        }
        try {
            return LocalDateTime.of(
                            Integer.parseInt(text, 0, 4, 10),
                            Integer.parseInt(text, 4, 6, 10),
                            Integer.parseInt(text, 6, 8, 10),
                            Integer.parseInt(text, 8, 10, 10),
                            Integer.parseInt(text, 10, 12, 10),
                            Integer.parseInt(text, 12, 14, 10))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }
}
