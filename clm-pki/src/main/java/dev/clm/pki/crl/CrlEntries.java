package dev.clm.pki.crl;

import dev.clm.pki.certificate.RawDer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Time;

/** The revokedCertificates of a list (RFC 5280 5.1.2.6), encoded as they come into one growing array: nothing else is kept of them. */
final class CrlEntries {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    /** Of a serial number of 20 octets, a time and a reason. */
    private static final int USUAL_LENGTH = 53;

    private static final Map<RevocationReason, byte[]> REASONS = reasons();

    private byte[] content = new byte[64 * USUAL_LENGTH];
    private int length;
    private int count;
    private Instant lastDate;
    private byte[] lastTime;

    /** Makes room for this many entries at once, so that the array need not grow by steps. */
    void expect(int entries) {
        long wanted = (long) entries * USUAL_LENGTH;
        if (wanted > content.length && wanted < Integer.MAX_VALUE / 2) {
            content = Arrays.copyOf(content, (int) wanted);
        }
    }

    void add(RevokedCertificate revoked) {
        byte[] serialNumber = revoked.serialNumber().value().toByteArray();
        byte[] serialHeader = RawDer.header(INTEGER, serialNumber.length);
        byte[] date = time(revoked.revocationDate());
        byte[] extensions = extensions(revoked);
        write(RawDer.header(SEQUENCE, serialHeader.length + serialNumber.length + date.length + extensions.length));
        write(serialHeader);
        write(serialNumber);
        write(date);
        write(extensions);
        count++;
    }

    int count() {
        return count;
    }

    /** The whole SEQUENCE OF, or nothing where there is no entry: an empty one is left out, never written (5.1.2.6). */
    byte[] takeEncoded() {
        byte[] taken = new byte[0];
        if (count > 0) {
            byte[] header = RawDer.header(SEQUENCE, length);
            taken = Arrays.copyOf(header, header.length + length);
            System.arraycopy(content, 0, taken, header.length, length);
        }
        content = new byte[0];
        return taken;
    }

    private void write(byte[] octets) {
        if (content.length - length < octets.length) {
            content = Arrays.copyOf(content, Math.addExact(content.length, (content.length >> 1) + octets.length));
        }
        System.arraycopy(octets, 0, content, length, octets.length);
        length += octets.length;
    }

    /** Many revocations have one date. */
    private byte[] time(Instant date) {
        if (!date.equals(lastDate)) {
            lastDate = date;
            lastTime = RawDer.of(new Time(Date.from(date)));
        }
        return lastTime;
    }

    private static byte[] extensions(RevokedCertificate revoked) {
        byte[] reason = REASONS.get(revoked.reason());
        if (revoked.invalidityDate() == null) {
            return reason.length == 0 ? reason : RawDer.sequence(reason);
        }
        return RawDer.sequence(
                reason,
                extension(Extension.invalidityDate, new DERGeneralizedTime(Date.from(revoked.invalidityDate()))));
    }

    private static Map<RevocationReason, byte[]> reasons() {
        Map<RevocationReason, byte[]> encoded = new EnumMap<>(RevocationReason.class);
        for (RevocationReason reason : RevocationReason.values()) {
            encoded.put(
                    reason,
                    reason == RevocationReason.UNSPECIFIED
                            ? new byte[0]
                            : extension(Extension.reasonCode, new ASN1Enumerated(reason.code())));
        }
        return encoded;
    }

    private static byte[] extension(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return RawDer.of(new Extension(type, false, new DEROctetString(RawDer.of(value))));
    }
}
