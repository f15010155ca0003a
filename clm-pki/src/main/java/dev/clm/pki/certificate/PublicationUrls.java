package dev.clm.pki.certificate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * The addresses that certificates of an authority carry; each null while the service does not answer there.
 *
 * @param crl the authority's full revocation list, or the shard of it that the certificate is in (RFC 5280 4.2.1.13)
 * @param caIssuers the authority's own certificate (RFC 5280 4.2.2.1)
 * @param ocsp the responder for the authority's certificates (RFC 5280 4.2.2.1)
 */
public record PublicationUrls(String crl, String caIssuers, String ocsp) {
    public static final PublicationUrls NONE = new PublicationUrls(null, null, null);

    private static final Pattern SHARD = Pattern.compile("/crl/([1-9]\\d{0,8})\\.der$");

    /** The addresses of one authority of this service; new certificates name shard `openShard`, or with 0 the full list. */
    public static PublicationUrls of(String publicUrl, String authorityName, int openShard) {
        String folder = folder(publicUrl, authorityName);
        return new PublicationUrls(
                openShard == 0 ? folder + "crl.der" : shardOf(publicUrl, authorityName, openShard),
                folder + "ca.der",
                null);
    }

    public static String shardOf(String publicUrl, String authorityName, int shard) {
        return folder(publicUrl, authorityName) + "crl/" + shard + ".der";
    }

    public static String deltaOf(String publicUrl, String authorityName) {
        return folder(publicUrl, authorityName) + "delta.crl";
    }

    private static String folder(String publicUrl, String authorityName) {
        return publicUrl + "/pki/" + authorityName + "/";
    }

    /** The shard whose address a certificate carries, 0 where it names a full list or none. */
    static int crlShardOf(X509CertificateHolder certificate) {
        Extension extension = certificate.getExtension(Extension.cRLDistributionPoints);
        if (extension == null) {
            return 0;
        }
        return Stream.of(CRLDistPoint.getInstance(extension.getParsedValue()).getDistributionPoints())
                .filter(point -> point.getDistributionPoint() != null)
                .map(point -> point.getDistributionPoint().getName())
                .filter(GeneralNames.class::isInstance)
                .flatMap(names -> Stream.of(((GeneralNames) names).getNames()))
                .map(name -> SHARD.matcher(name.getName().toString()))
                .filter(Matcher::find)
                .mapToInt(shard -> Integer.parseInt(shard.group(1)))
                .findFirst()
                .orElse(0);
    }
}
