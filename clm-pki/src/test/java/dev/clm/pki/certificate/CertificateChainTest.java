package dev.clm.pki.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.clm.pki.encoding.PemEncoding;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RFC7468")
class CertificateChainTest {
    private static final CertificateChain CHAIN = TestAuthority.root(TestKey.Kind.P_256)
            .intermediate(TestKey.Kind.P_256)
            .issuer()
            .chain();

    @Test
    void pemIsReadBackInOrder() {
        assertThat(CertificateChain.ofPem(CHAIN.pem())).isEqualTo(CHAIN);
        assertThat(CHAIN.pem())
                .startsWith("-----BEGIN CERTIFICATE-----\n")
                .endsWith("-----END CERTIFICATE-----\n")
                .doesNotContain("\r");
        assertThat(CHAIN.pem().lines().mapToInt(String::length).max()).hasValue(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nMIIB",
                "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
                "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"
            })
    void otherTextIsRefused(String pem) {
        assertThatIllegalArgumentException().isThrownBy(() -> PemEncoding.certificates(pem));
    }

    @Test
    @Tag("RFC5652")
    void pkcs7IsDerWithItsSetSortedAndEachCertificateAsItWasSigned() throws Exception {
        List<X509CertificateHolder> path = CHAIN.certificates();
        byte[] pkcs7 = CHAIN.pkcs7();

        assertThat(ASN1Primitive.fromByteArray(pkcs7).getEncoded(ASN1Encoding.DER))
                .isEqualTo(pkcs7);
        assertThat(CertificateChain.of(path.get(1), path.get(0)).pkcs7()).isEqualTo(pkcs7);
        List<X509CertificateHolder> read = new ArrayList<>();
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pkcs7))) {
            read.add(new X509CertificateHolder(certificate.getEncoded()));
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(path);
    }

    @Test
    void opensslReadsThePkcs7(@TempDir Path folder) throws Exception {
        OpenSsl.require();
        Path file = Files.write(folder.resolve("chain.p7c"), CHAIN.pkcs7());
        OpenSsl printed = OpenSsl.run("pkcs7", "-inform", "DER", "-print_certs", "-in", file.toString());
        assertThat(printed.output()).contains("subject=CN = Test Intermediate", "subject=CN = Test Root");
    }

    @Test
    void derIsByteForByteWhatWasSigned() throws Exception {
        X509CertificateHolder certificate = CHAIN.certificates().get(0);
        assertThat(CertificateChain.der(new X509CertificateHolder(CertificateChain.der(certificate))))
                .isEqualTo(certificate.getEncoded());
    }

    @Test
    void emptyChainIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CertificateChain(List.of()));
    }
}
