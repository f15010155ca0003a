package dev.clm.pki.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import dev.clm.pki.request.SubjectAlternativeName.Type;
import dev.clm.pki.request.SubjectAlternativeNames.Unchecked;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectAlternativeNameTest {

    @ParameterizedTest
    @CsvSource({
        "DNS, a.example, a.example",
        "DNS, WWW.Example.COM, www.example.com",
        "DNS, localhost, localhost",
        "DNS, *.a.example, *.a.example",
        "DNS, 1.2.3.4.example, 1.2.3.4.example",
        "DNS, xn--bcher-kva.example, xn--bcher-kva.example", // bücher
        "DNS, XN--STRAE-OQA.de, xn--strae-oqa.de", // straße, IDNA 2008 only
        "DNS, xn--p1ai, xn--p1ai", // рф
        "DNS, xn--fiqs8s, xn--fiqs8s", // 中国
        "DNS, xn--mgba3gch31f060k.ir, xn--mgba3gch31f060k.ir", // with a zero-width non-joiner
        "DNS, xn--ll-0ea.cat, xn--ll-0ea.cat", // l·l, a middle dot between two l
        "IP, 192.0.2.1, 192.0.2.1",
        "IP, 0.0.0.0, 0.0.0.0",
        "IP, 2001:DB8::1, 2001:db8::1",
        "IP, 2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "IP, 2001:0db8:0000:0001:0001:0001:0001:0001, 2001:db8:0:1:1:1:1:1",
        "IP, ::, ::",
        "IP, 1::, 1::",
        "IP, 1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "IP, ::ffff:192.0.2.1, ::ffff:192.0.2.1",
        "IP, ::ffff:c000:201, ::ffff:192.0.2.1",
        "IP, 64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "EMAIL, Jane.Doe+x@Example.COM, Jane.Doe+x@example.com",
        "URI, HTTPS://A.Example:8443/P?q=1#f, https://a.example:8443/P?q=1#f",
        "URI, spiffe://trust.example/ns/x, spiffe://trust.example/ns/x",
        "URI, spiffe://Under_score.example/ns/x_y, spiffe://under_score.example/ns/x_y",
        "URI, URN:opcua:host:App, urn:opcua:host:App",
        "URI, urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6, urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "URI, 'tag:microsoft.com,2022-09-14:sid:S-1-5-21-1-2-3-4', 'tag:microsoft.com,2022-09-14:sid:S-1-5-21-1-2-3-4'",
        "URI, sip:alice@a.example, sip:alice@a.example",
        "URI, mailto:a@b.example, mailto:a@b.example",
        "URI, did:web:a.example, did:web:a.example",
        "UPN, jane@corp.example, jane@corp.example",
        "UPN, jane@CORP, jane@CORP",
        "RID, 1.2.840.113549, 1.2.840.113549",
        "URI, http://192.0.2.1, http://192.0.2.1",
        "URI, 'http://[2001:DB8::1]:80/', 'http://[2001:db8::1]:80/'"
    })
    void validNamesGetOneNormalForm(Type type, String given, String normal) {
        assertThat(new SubjectAlternativeName(type, given).value()).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.",
                ".a",
                "a..b",
                "-a.example",
                "a-.example",
                "a_b.example",
                "a b.example",
                "bücher.example",
                "a.example\n",
                "a.example\0",
                "a.123",
                "192.0.2.1",
                "[::1]",
                "a:80",
                "http://a",
                "ab--cd.example",
                "xn--.example",
                "xn--a.example",
                "xn--zzzzzzzzzzzzzz.example",
                "xn--abc-.example",
                "xn--i1h.example",
                "xn--Kva\u212A.example",
                "xn--99999999.example",
                "xn--n3h.example", // a snowman: UTS #46 lets it pass
                "xn--1-0hcd.example", // a digit before Hebrew (RFC 5893, 2, rule 1)
                "xn--ab-j1t.example", // a joiner between Latin letters (RFC 5892, A.1)
                "xn--ab-0ea.example", // a middle dot elsewhere (RFC 5892, A.3)
                "*",
                "\u212A.example"
            })
    void otherDnsNamesAreRefused(String name) {
        assertThat(code("DNS", name)).isIn("invalid_dns_name", "invalid_wildcard");
    }

    @Test
    void lengthsOfDnsNamesAreBounded() {
        String label = "a".repeat(63);

        assertThat(new SubjectAlternativeName(Type.DNS, String.join(".", label, label, label, "a".repeat(61))).value())
                .hasSize(253);
        assertThat(code("DNS", String.join(".", label, label, label, "a".repeat(62))))
                .isEqualTo("invalid_dns_name");
        assertThat(code("DNS", "a".repeat(64) + ".example")).isEqualTo("invalid_dns_name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*.example", "*.", "*.*.a.example", "a.*.example", "*a.b.example", "a*.b.example", "**.a.example"
            })
    void wildcardsAreTheWholeLeftmostLabelAboveTwoOthers(String name) {
        assertThat(code("DNS", name)).isIn("invalid_wildcard", "invalid_dns_name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "a.example",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4/24",
                " 1.2.3.4",
                "0x7f.0.0.1",
                "2130706433",
                "1.2.3.4:80",
                ":",
                ":::",
                "1:2",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "fe80::1%eth0",
                "[::1]",
                "::1/64",
                "1:2:3:4:5:6:7:8::",
                "::1.2.3",
                "1.2.3.4::",
                "g::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "１.2.3.4"
            })
    void otherAddressesAreRefusedWithoutAskingTheDns(String address) {
        assertThat(code("IP", address)).isEqualTo("invalid_ip_address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "@a.example",
                "a@",
                "a@b@c.example",
                "a b@c.example",
                ".a@b.example",
                "a.@b.example",
                "a..b@c.example",
                "\"a\"@b.example",
                "a@[192.0.2.1]",
                "ä@b.example",
                "a@*.b.example",
                "a@b_c.example",
                "a@b.example\r\nBcc: c",
                "a@192.0.2.1"
            })
    void otherMailAddressesAreRefused(String address) {
        assertThat(code("EMAIL", address)).isEqualTo("invalid_email_address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.example",
                "/path",
                "//a.example/x",
                "file:///etc/passwd",
                "http://",
                "http:///x",
                "http://user@a.example/",
                "http://u:p@a.example/",
                "http://a_b.example/",
                "http://a.example/ x",
                "http://a.example/\"",
                "http://a.example/ä",
                "http://a.example:99999/",
                "http://[::1",
                "http://1.2.3/",
                "http://*.a.example/"
            })
    void otherUrisAreRefused(String uri) {
        assertThat(code("URI", uri)).isEqualTo("invalid_uri");
    }

    @Test
    void longestUriIsReadAndOneMoreIsNot() {
        String longest = "urn:a:" + "%41x".repeat(510) + "yz";

        assertThat(new SubjectAlternativeName(Type.URI, longest).value()).hasSize(2048);
        assertThat(code("URI", longest + "y")).isEqualTo("invalid_uri");
        assertThat(code("URI", "urn:a:%4")).isEqualTo("invalid_uri");
    }

    @Test
    void unknownTypesAndMissingValuesAreRefusedByField() {
        List<Unchecked> names = Arrays.asList(
                new Unchecked("dns", "a.example"),
                new Unchecked(null, "a"),
                new Unchecked("DNS", null),
                null,
                new Unchecked("DNS", "_"),
                new Unchecked("DNS", "ok.example"));

        ClmException refusal = catchThrowableOfType(ClmException.class, () -> SubjectAlternativeNames.parse(names));

        assertThat(refusal.errors())
                .extracting(FieldError::field)
                .containsExactly(
                        "subject_alternative_names[0].type",
                        "subject_alternative_names[1].type",
                        "subject_alternative_names[2].value",
                        "subject_alternative_names[3]",
                        "subject_alternative_names[4].value");
    }

    @Test
    void namesThatAreTheSameInNormalFormAreKeptOnce() {
        assertThat(SubjectAlternativeNames.parse(
                        List.of(new Unchecked("DNS", "b.example"), new Unchecked("DNS", "B.EXAMPLE"))))
                .containsExactly(new SubjectAlternativeName(Type.DNS, "b.example"));
        assertThat(SubjectAlternativeNames.parse(null)).isEmpty();
    }

    @Test
    void atMostOneHundredNamesAreAllowed() {
        Unchecked name = new Unchecked("DNS", "a.example");

        assertThat(SubjectAlternativeNames.parse(Collections.nCopies(100, name)))
                .hasSize(1);
        assertThat(catchThrowableOfType(
                                ClmException.class, () -> SubjectAlternativeNames.parse(Collections.nCopies(101, name)))
                        .errors())
                .extracting(FieldError::code)
                .containsExactly("too_many_names");
    }

    @Test
    void theUnionIsBoundedToo() {
        List<SubjectAlternativeName> some = names("a", 60);

        assertThat(SubjectAlternativeNames.union(some, some)).isEqualTo(some);
        assertThat(catchThrowableOfType(ClmException.class, () -> SubjectAlternativeNames.union(some, names("b", 60)))
                        .errors())
                .extracting(FieldError::code)
                .containsExactly("too_many_names");
    }

    @ParameterizedTest
    @CsvSource({
        "DNS, *.a.example, 2",
        "IP, 192.0.2.1, 7",
        "IP, 2001:db8::1, 7",
        "EMAIL, a@b.example, 1",
        "URI, https://a.example/, 6"
    })
    void namesSurviveTheWayThroughTheExtension(Type type, String value, int tag) {
        SubjectAlternativeName name = new SubjectAlternativeName(type, value);
        GeneralName[] encoded =
                SubjectAlternativeNames.toGeneralNames(List.of(name)).getNames();

        assertThat(encoded[0].getTagNo()).isEqualTo(tag);
        assertThat(SubjectAlternativeName.of(encoded[0], "csr")).isEqualTo(name);
    }

    private static List<SubjectAlternativeName> names(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new SubjectAlternativeName(Type.DNS, prefix + i + ".example"))
                .toList();
    }

    private static String code(String type, String value) {
        ClmException refusal =
                catchThrowableOfType(ClmException.class, () -> SubjectAlternativeName.of(type, value, "san"));
        assertThat(refusal).as(value).isNotNull();
        assertThat(refusal.errors().get(0).field()).isEqualTo("san.value");
        return refusal.errors().get(0).code();
    }
}
