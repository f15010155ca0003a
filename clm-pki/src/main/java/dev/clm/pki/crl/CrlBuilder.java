package dev.clm.pki.crl;

import dev.clm.pki.certificate.IssuerCertificate;
import dev.clm.pki.certificate.RawDer;
import dev.clm.pki.certificate.TbsSigner;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.Time;

/**
 * Builds one version 2 revocation list of an authority (RFC 5280 5): the full one, a shard of it or a delta on it. Entries are
 * encoded as they come, so that a list costs its own bytes and no more. Used once, by one thread.
 */
public final class CrlBuilder {
    /** How long a list is good for. A new one is made at every revocation, and daily without any. */
    public static final Duration VALIDITY = Duration.ofDays(7);
    /** How far back a list begins, for clocks that are slow: as certificates do. */
    public static final Duration BACKDATE = Duration.ofSeconds(60);

    private static final ASN1Integer VERSION_2 = new ASN1Integer(1);
    private static final int CRL_EXTENSIONS_TAG = 0;

    private final IssuerCertificate issuer;
    private final long crlNumber;
    private final Instant thisUpdate;
    private final Instant nextUpdate;
    private final CrlEntries entries = new CrlEntries();
    private String shardUrl;
    private Long baseCrlNumber;
    private String deltaUrl;

    public CrlBuilder(IssuerCertificate issuer, long crlNumber, Instant thisUpdate, Instant nextUpdate) {
        if (crlNumber < 0 || !thisUpdate.isBefore(nextUpdate)) {
            throw new IllegalArgumentException("a CRL number is not negative, and nextUpdate follows thisUpdate");
        }
        this.issuer = issuer;
        this.crlNumber = crlNumber;
        this.thisUpdate = thisUpdate;
        this.nextUpdate = nextUpdate;
    }

    /** The list speaks only of the certificates that name this address (5.2.5). */
    public CrlBuilder shard(String url) {
        shardUrl = url;
        return this;
    }

    /** The list tells what has changed since the full list of this number (5.2.4), lifted holds included. */
    public CrlBuilder delta(long baseNumber) {
        if (baseNumber >= crlNumber) {
            throw new IllegalArgumentException("a delta follows its base");
        }
        baseCrlNumber = baseNumber;
        return this;
    }

    /** Where the delta on this full list is (5.2.6). */
    public CrlBuilder freshestAt(String url) {
        deltaUrl = url;
        return this;
    }

    /** About how many entries will come. */
    public CrlBuilder expect(int count) {
        entries.expect(count);
        return this;
    }

    public CrlBuilder add(RevokedCertificate revoked) {
        if (baseCrlNumber != null || revoked.reason().isListed()) {
            entries.add(revoked);
        }
        return this;
    }

    /** Of a delta; null otherwise. */
    public Long baseCrlNumber() {
        return baseCrlNumber;
    }

    public int entryCount() {
        return entries.count();
    }

    /** The list in DER. A signature that the issuer's public key does not verify is never released. */
    public byte[] sign(TbsSigner signer) {
        byte[] toBeSigned = toBeSigned();
        byte[] signature = signer.sign(issuer.signatureAlgorithm(), toBeSigned);
        if (!issuer.hasSigned(toBeSigned, signature)) {
            throw new IllegalStateException("the signature was not made by the issuer's key");
        }
        return RawDer.sequence(toBeSigned, algorithm(), RawDer.of(new DERBitString(signature)));
    }

    private byte[] toBeSigned() {
        return RawDer.sequence(
                RawDer.of(VERSION_2),
                algorithm(),
                RawDer.of(issuer.subject()),
                time(thisUpdate),
                time(nextUpdate),
                entries.takeEncoded(),
                RawDer.explicit(CRL_EXTENSIONS_TAG, RawDer.of(extensions())));
    }

    private byte[] algorithm() {
        return RawDer.of(issuer.signatureAlgorithm().identifier());
    }

    private DERSequence extensions() {
        ASN1EncodableVector extensions = new ASN1EncodableVector();
        extensions.add(issuer.authorityKeyIdentifier());
        extensions.add(extension(Extension.cRLNumber, false, new ASN1Integer(crlNumber)));
        if (baseCrlNumber != null) {
            extensions.add(extension(Extension.deltaCRLIndicator, true, new ASN1Integer(baseCrlNumber)));
        }
        if (shardUrl != null) {
            extensions.add(extension(
                    Extension.issuingDistributionPoint,
                    true,
                    new IssuingDistributionPoint(location(shardUrl), false, false, null, false, false)));
        }
        if (deltaUrl != null) {
            extensions.add(extension(Extension.freshestCRL, false, new CRLDistPoint(new DistributionPoint[] {
                new DistributionPoint(location(deltaUrl), null, null)
            })));
        }
        return new DERSequence(extensions);
    }

    private static DistributionPointName location(String url) {
        return new DistributionPointName(new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, url)));
    }

    private static Extension extension(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        return new Extension(type, critical, new DEROctetString(RawDer.of(value)));
    }

    private static byte[] time(Instant instant) {
        return RawDer.of(new Time(Date.from(instant)));
    }
}
