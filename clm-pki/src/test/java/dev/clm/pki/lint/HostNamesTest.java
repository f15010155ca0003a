package dev.clm.pki.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.error.FieldError;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RFC5280")
class HostNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "xn--bcher-kva.example", "1a.example", "a-b.c", "localhost"})
    void hostNamesAreAccepted(String name) {
        assertThat(HostNames.isLetterDigitHyphen(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "a.", ".a", "a..b", "-a.b", "a-.b", "a b", "a_b", "b\u00fccher", "a\u0000.b", "a/b"})
    void otherTextIsNot(String name) {
        assertThat(HostNames.isLetterDigitHyphen(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "1", "a.1", "2001:db8::1", "0x7f.1"})
    void addressesAreRecognised(String name) {
        assertThat(HostNames.isAddress(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*.com", "*a.example.com", "a.*.example.com", "*.*.example.com", "*..example.com"})
    void misplacedWildcardsFail(String name) {
        assertThat(codes(name)).contains("dns_wildcard_is_the_whole_first_label");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.example.com", "a.example", "localhost"})
    void soundNamesPass(String name) {
        assertThat(codes(name)).isEmpty();
    }

    private static List<String> codes(String dnsName) {
        LintSubject client =
                BrokenCertificates.client(sketch -> sketch.names(new GeneralName(GeneralName.dNSName, dnsName)));
        return CertificateLints.findings(client).stream().map(FieldError::code).toList();
    }
}
