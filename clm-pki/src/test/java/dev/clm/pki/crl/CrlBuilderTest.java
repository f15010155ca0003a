package dev.clm.pki.crl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.clm.pki.certificate.CertificateChain;
import dev.clm.pki.certificate.OpenSsl;
import dev.clm.pki.certificate.SerialNumber;
import dev.clm.pki.certificate.TestAuthority;
import dev.clm.pki.certificate.TestKey;
import dev.clm.pki.encoding.PemEncoding;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CRLReason;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509CRLHolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("RFC5280")
class CrlBuilderTest {
    private static final TestAuthority AUTHORITY = TestAuthority.root(TestKey.Kind.P_256);
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Instant YESTERDAY = NOW.minus(1, ChronoUnit.DAYS);
    private static final SecureRandom RANDOM = new SecureRandom();

    @ParameterizedTest
    @EnumSource(names = {"RSA_2048", "P_256", "P_384", "P_521", "ED25519", "ED448"})
    void jdkVerifiesTheList(TestKey.Kind kind) throws Exception {
        TestAuthority authority = TestAuthority.root(kind);
        X509CRL list = parsed(builder(authority, 1)
                .add(revoked(RevocationReason.SUPERSEDED))
                .sign(authority.key().signer()));
        X509Certificate issuer = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        CertificateChain.der(authority.issuer().certificate())));
        list.verify(issuer.getPublicKey());
        assertThat(list.getVersion()).isEqualTo(2);
        assertThat(list.getThisUpdate()).isEqualTo(NOW);
        assertThat(list.getNextUpdate()).isEqualTo(NOW.plus(CrlBuilder.VALIDITY));
        assertThat(list.getRevokedCertificates()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA_2048", "P_256", "ED25519"})
    void opensslVerifiesTheList(TestKey.Kind kind, @TempDir Path folder) throws Exception {
        OpenSsl.require();
        TestAuthority authority = TestAuthority.root(kind);
        byte[] list = builder(authority, 1)
                .add(revoked(RevocationReason.KEY_COMPROMISE))
                .sign(authority.key().signer());
        Path crl = Files.writeString(folder.resolve("crl.pem"), PemEncoding.revocationList(list));
        Path root = Files.writeString(
                folder.resolve("ca.pem"), authority.issuer().chain().pem());
        OpenSsl verify =
                OpenSsl.run("crl", "-verify", "-CAfile", root.toString(), "-in", crl.toString(), "-noout", "-text");
        assertThat(verify.output()).contains("verify OK", "Key Compromise");
        assertThat(verify.exitCode()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void reasonIsWrittenUnlessUnspecifiedOrRemoval(RevocationReason reason) throws Exception {
        RevokedCertificate revoked = revoked(reason);
        X509CRLEntry entry = parsed(
                        builder(AUTHORITY, 1).add(revoked).sign(AUTHORITY.key().signer()))
                .getRevokedCertificate(revoked.serialNumber().value());
        if (reason == RevocationReason.REMOVE_FROM_CRL) {
            assertThat(entry).isNull();
        } else if (reason == RevocationReason.UNSPECIFIED) {
            assertThat(entry.getRevocationReason()).isNull();
            assertThat(entry.hasExtensions()).isFalse();
        } else {
            assertThat(entry.getRevocationReason().ordinal()).isEqualTo(reason.code());
            assertThat(entry.getRevocationDate()).isEqualTo(YESTERDAY);
        }
    }

    @Test
    void invalidityDateIsGeneralizedTimeInItsEntry() throws Exception {
        SerialNumber serialNumber = SerialNumber.random(RANDOM);
        Instant lost = Instant.parse("2024-02-03T04:05:06Z");
        X509CRLHolder list = new X509CRLHolder(builder(AUTHORITY, 1)
                .add(new RevokedCertificate(serialNumber, YESTERDAY, RevocationReason.KEY_COMPROMISE, lost))
                .sign(AUTHORITY.key().signer()));
        assertThat(list.getRevokedCertificate(serialNumber.value())
                        .getExtension(Extension.invalidityDate)
                        .getParsedValue())
                .isEqualTo(new DERGeneralizedTime("20240203040506Z"));
    }

    @Test
    void listCarriesItsNumberAndTheAuthoritysKeyIdentifier() throws Exception {
        X509CRLHolder list =
                new X509CRLHolder(builder(AUTHORITY, 4711).sign(AUTHORITY.key().signer()));
        assertThat(list.getExtension(Extension.cRLNumber).getParsedValue()).isEqualTo(new ASN1Integer(4711));
        assertThat(AuthorityKeyIdentifier.getInstance(list.getExtension(Extension.authorityKeyIdentifier)
                                .getParsedValue())
                        .getKeyIdentifierOctets())
                .isEqualTo(AUTHORITY.key().keyIdentifier());
        assertThat(list.getCriticalExtensionOIDs().isEmpty()).isTrue();
    }

    @Test
    void emptyListHasNoSequenceOfEntries() throws Exception {
        byte[] list = builder(AUTHORITY, 1).sign(AUTHORITY.key().signer());
        assertThat(parsed(list).getRevokedCertificates()).isNull();
    }

    @Test
    void manyEntriesAreKeptInOrder() throws Exception {
        CrlBuilder builder = builder(AUTHORITY, 1);
        for (int serialNumber = 1; serialNumber <= 20_000; serialNumber++) {
            builder.add(new RevokedCertificate(
                    new SerialNumber(BigInteger.valueOf(serialNumber)), YESTERDAY, RevocationReason.SUPERSEDED, null));
        }
        X509CRLHolder list = new X509CRLHolder(builder.sign(AUTHORITY.key().signer()));
        assertThat(builder.entryCount()).isEqualTo(20_000);
        assertThat(list.getRevokedCertificates().size()).isEqualTo(20_000);
        assertThat(list.getRevokedCertificate(BigInteger.valueOf(20_000))).isNotNull();
        assertThat(list.getRevokedCertificate(BigInteger.valueOf(20_001))).isNull();
    }

    /** Every kind of entry in one list, as Bouncy Castle, the JDK and openssl read it. */
    @Test
    void allReadersAgreeOnEveryKindOfEntry(@TempDir Path folder) throws Exception {
        Instant lost = Instant.parse("2049-12-31T23:59:59Z");
        Instant later = Instant.parse("2050-01-01T00:00:00Z");
        List<RevokedCertificate> entries = new ArrayList<>();
        for (RevocationReason reason : RevocationReason.values()) {
            for (Instant invalid : new Instant[] {null, lost, later}) {
                entries.add(new RevokedCertificate(
                        SerialNumber.random(RANDOM), invalid == null ? later : lost, reason, invalid));
            }
        }
        CrlBuilder builder = builder(AUTHORITY, 3).delta(2);
        entries.forEach(builder::add);
        byte[] der = builder.sign(AUTHORITY.key().signer());

        X509CRLHolder byBouncyCastle = new X509CRLHolder(der);
        assertThat(byBouncyCastle.getRevokedCertificates().size()).isEqualTo(entries.size());
        // Read as objects and written again, it is the same: nothing but DER is in it.
        assertThat(byBouncyCastle.toASN1Structure().getEncoded("DER")).isEqualTo(der);
        X509CRL byJdk = parsed(der);
        for (RevokedCertificate entry : entries) {
            X509CRLEntry read = byJdk.getRevokedCertificate(entry.serialNumber().value());
            assertThat(read.getRevocationDate()).isEqualTo(entry.revocationDate());
            assertThat(
                            read.getRevocationReason() == null
                                    ? 0
                                    : read.getRevocationReason().ordinal())
                    .isEqualTo(entry.reason().code());
            assertThat(invalidityDate(byBouncyCastle, entry)).isEqualTo(entry.invalidityDate());
        }
        opensslAgrees(der, entries, folder);
    }

    private static Instant invalidityDate(X509CRLHolder list, RevokedCertificate entry) throws Exception {
        Extension found =
                list.getRevokedCertificate(entry.serialNumber().value()).getExtension(Extension.invalidityDate);
        return found == null
                ? null
                : ASN1GeneralizedTime.getInstance(found.getParsedValue())
                        .getDate()
                        .toInstant();
    }

    private static void opensslAgrees(byte[] der, List<RevokedCertificate> entries, Path folder) throws Exception {
        OpenSsl.require();
        Path crl = Files.write(folder.resolve("crl.der"), der);
        OpenSsl text = OpenSsl.run("crl", "-inform", "DER", "-in", crl.toString(), "-noout", "-text");
        assertThat(text.exitCode()).isZero();
        assertThat(text.output().split("Serial Number:", -1)).hasSize(entries.size() + 1);
        for (String reason :
                new String[] {"Certificate Hold", "Remove From CRL", "AA Compromise", "Privilege Withdrawn"}) {
            assertThat(text.output().split("(?m)^ *" + reason, -1)).as(reason).hasSize(4);
        }
        assertThat(text.output()).contains("Invalidity Date", "Dec 31 23:59:59 2049 GMT", "Jan  1 00:00:00 2050 GMT");
    }

    @Test
    @Tag("R2")
    void shardNamesItsAddressCritically() throws Exception {
        String url = "http://ca.example/pki/test/crl/3.der";
        X509CRLHolder list = new X509CRLHolder(
                builder(AUTHORITY, 2).shard(url).sign(AUTHORITY.key().signer()));
        Extension point = list.getExtension(Extension.issuingDistributionPoint);
        assertThat(point.isCritical()).isTrue();
        assertThat(IssuingDistributionPoint.getInstance(point.getParsedValue())
                        .getDistributionPoint()
                        .getName())
                .isEqualTo(new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, url)));
    }

    @Test
    @Tag("R2")
    void deltaNamesItsBaseAndTakesHoldsBack() throws Exception {
        RevokedCertificate lifted = revoked(RevocationReason.REMOVE_FROM_CRL);
        byte[] der =
                builder(AUTHORITY, 9).delta(7).add(lifted).sign(AUTHORITY.key().signer());
        Extension indicator = new X509CRLHolder(der).getExtension(Extension.deltaCRLIndicator);
        assertThat(indicator.isCritical()).isTrue();
        assertThat(indicator.getParsedValue()).isEqualTo(new ASN1Integer(7));
        assertThat(parsed(der)
                        .getRevokedCertificate(lifted.serialNumber().value())
                        .getRevocationReason())
                .isEqualTo(CRLReason.REMOVE_FROM_CRL);
    }

    @Test
    void deltaFollowsItsBase() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder(AUTHORITY, 7).delta(7));
    }

    @Test
    void signatureOfAnotherKeyIsNotReleased() {
        TestKey other = TestKey.generate(TestKey.Kind.P_256);
        assertThatIllegalStateException().isThrownBy(() -> builder(AUTHORITY, 1).sign(other.signer()));
    }

    @Test
    void listThatEndsBeforeItBeginsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CrlBuilder(AUTHORITY.issuer(), 1, NOW, NOW));
    }

    private static CrlBuilder builder(TestAuthority authority, long number) {
        return new CrlBuilder(authority.issuer(), number, NOW, NOW.plus(CrlBuilder.VALIDITY));
    }

    private static RevokedCertificate revoked(RevocationReason reason) {
        return new RevokedCertificate(SerialNumber.random(RANDOM), YESTERDAY, reason, null);
    }

    private static X509CRL parsed(byte[] der) throws Exception {
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    }
}
