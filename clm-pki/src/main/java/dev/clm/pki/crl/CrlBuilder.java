package dev.clm.pki.crl;

import dev.clm.pki.certificate.IssuerCertificate;
import dev.clm.pki.certificate.RawDer;
import dev.clm.pki.certificate.TbsSigner;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Time;

/** Builds the full version 2 revocation list of one authority (RFC 5280 5); entries are encoded as they come. */
public final class CrlBuilder {
    /** How long a list is good for. A new one is made at every revocation, and daily without any. */
    public static final Duration VALIDITY = Duration.ofDays(7);

    private static final ASN1Integer VERSION_2 = new ASN1Integer(1);
    private static final int CRL_EXTENSIONS_TAG = 0;

    private final IssuerCertificate issuer;
    private final long crlNumber;
    private final Instant thisUpdate;
    private final Instant nextUpdate;
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private int entryCount;

    public CrlBuilder(IssuerCertificate issuer, long crlNumber, Instant thisUpdate, Instant nextUpdate) {
        if (crlNumber < 0 || !thisUpdate.isBefore(nextUpdate)) {
            throw new IllegalArgumentException("a CRL number is not negative, and nextUpdate follows thisUpdate");
        }
        this.issuer = issuer;
        this.crlNumber = crlNumber;
        this.thisUpdate = thisUpdate;
        this.nextUpdate = nextUpdate;
    }

    public CrlBuilder add(RevokedCertificate revoked) {
        if (revoked.reason().isListed()) {
            byte[] entry = RawDer.of(entry(revoked));
            entries.write(entry, 0, entry.length);
            entryCount++;
        }
        return this;
    }

    public CrlBuilder addAll(Stream<RevokedCertificate> revoked) {
        revoked.forEachOrdered(this::add);
        return this;
    }

    public int entryCount() {
        return entryCount;
    }

    /** The list in DER. A signature that the issuer's public key does not verify is never released. */
    public byte[] sign(TbsSigner signer) {
        byte[] toBeSigned = toBeSigned();
        byte[] signature = signer.sign(issuer.signatureAlgorithm(), toBeSigned.clone());
        if (!issuer.hasSigned(toBeSigned, signature)) {
            throw new IllegalStateException("the signature was not made by the issuer's key");
        }
        return RawDer.sequence(toBeSigned, algorithm(), RawDer.of(new DERBitString(signature)));
    }

    private byte[] toBeSigned() {
        // An empty list of entries is left out, never written as an empty sequence (5.1.2.6).
        byte[] revoked = entryCount == 0 ? new byte[0] : RawDer.sequence(entries.toByteArray());
        return RawDer.sequence(
                RawDer.of(VERSION_2),
                algorithm(),
                RawDer.of(issuer.subject()),
                time(thisUpdate),
                time(nextUpdate),
                revoked,
                RawDer.explicit(CRL_EXTENSIONS_TAG, RawDer.of(extensions())));
    }

    private byte[] algorithm() {
        return RawDer.of(issuer.signatureAlgorithm().identifier());
    }

    private DERSequence extensions() {
        return new DERSequence(new ASN1Encodable[] {
            issuer.authorityKeyIdentifier(), extension(Extension.cRLNumber, new ASN1Integer(crlNumber))
        });
    }

    private static DERSequence entry(RevokedCertificate revoked) {
        ASN1EncodableVector extensions = new ASN1EncodableVector();
        if (revoked.reason() != RevocationReason.UNSPECIFIED) {
            extensions.add(extension(
                    Extension.reasonCode, new ASN1Enumerated(revoked.reason().code())));
        }
        if (revoked.invalidityDate() != null) {
            extensions.add(
                    extension(Extension.invalidityDate, new DERGeneralizedTime(Date.from(revoked.invalidityDate()))));
        }
        ASN1EncodableVector entry = new ASN1EncodableVector();
        entry.add(new ASN1Integer(revoked.serialNumber().value()));
        entry.add(new Time(Date.from(revoked.revocationDate())));
        if (extensions.size() > 0) {
            entry.add(new DERSequence(extensions));
        }
        return new DERSequence(entry);
    }

    private static Extension extension(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return new Extension(type, false, new DEROctetString(RawDer.of(value)));
    }

    private static byte[] time(Instant instant) {
        return RawDer.of(new Time(Date.from(instant)));
    }
}
