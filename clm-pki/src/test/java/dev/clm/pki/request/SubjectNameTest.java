package dev.clm.pki.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectNameTest {

    @Test
    void theFieldsOfARequestBecomeANameFromTheMostSignificantOn() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("email", "ops@A.example");
        fields.put("common_name", "a.example");
        fields.put("organizational_unit", "Ops");
        fields.put("organization", "Beispiel, Söhne & Co");
        fields.put("locality", "Köln");
        fields.put("state", "NRW");
        fields.put("country", "de");
        fields.put("serial_number", "42");

        SubjectName name = SubjectName.of(fields);

        assertThat(name.toRfc4514())
                .isEqualTo("emailAddress=ops@a.example,serialNumber=42,CN=a.example,OU=Ops,"
                        + "O=Beispiel\\, Söhne & Co,L=Köln,ST=NRW,C=DE");
        assertThat(name.commonName()).contains("a.example");
        assertThat(name.email())
                .hasValueSatisfying(email -> assertThat(email.value()).isEqualTo("ops@a.example"));
    }

    @Test
    void stringTypesAreThoseOfRfc5280() {
        X500Name name = SubjectName.of(
                        Map.of("country", "DE", "serial_number", "1", "email", "a@b.example", "common_name", "plain"))
                .toX500Name();

        assertThat(value(name, BCStyle.C)).isInstanceOf(DERPrintableString.class);
        assertThat(value(name, BCStyle.SERIALNUMBER)).isInstanceOf(DERPrintableString.class);
        assertThat(value(name, BCStyle.E)).isInstanceOf(DERIA5String.class);
        assertThat(value(name, BCStyle.CN)).isInstanceOf(DERUTF8String.class);
    }

    @Test
    void nullsAreLeftOutAndNothingIsTheEmptyName() {
        assertThat(SubjectName.of((Map<String, String>) null).isEmpty()).isTrue();
        assertThat(SubjectName.of(Collections.singletonMap("locality", null)).isEmpty())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "common_name, 64",
        "organization, 64",
        "organizational_unit, 64",
        "locality, 128",
        "state, 128",
        "serial_number, 64"
    })
    void upperBoundsOfRfc5280Hold(String field, int bound) {
        assertThat(SubjectName.of(Map.of(field, "x".repeat(bound))).attributes())
                .hasSize(1);
        assertThat(faults(Map.of(field, "x".repeat(bound + 1)))).containsExactly("subject." + field + " too_long");
    }

    @Test
    void boundsCountCharactersNotUtf16Units() {
        assertThat(SubjectName.of(Map.of("common_name", "𝒳".repeat(64))).isEmpty())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "common_name|''|empty",
                "common_name|'  '|empty",
                "common_name|' a'|invalid_characters",
                "common_name|'a\u0000b'|invalid_characters",
                "common_name|'a\nb'|invalid_characters",
                "common_name|'a\u202Eb'|invalid_characters",
                "common_name|'a\u200Bb'|invalid_characters",
                "common_name|'a\u2028b'|invalid_characters",
                "common_name|'a\uD800b'|invalid_characters",
                "common_name|'a\uFFFFb'|invalid_characters",
                "country|D|invalid_country",
                "country|D1|invalid_country",
                "country|DEU|too_long",
                "serial_number|a_b|invalid_characters",
                "email|no-at|invalid_email_address",
                "email|ä@b.example|invalid_characters",
                "favourite_colour|blue|unknown_field"
            })
    void otherValuesAreRefusedByField(String field, String value, String code) {
        assertThat(faults(Map.of(field, value))).containsExactly("subject." + field + " " + code);
    }

    @Test
    void allFaultsAreToldAtOnce() {
        assertThat(faults(Map.of("common_name", "", "country", "x", "y", "z"))).hasSize(3);
    }

    @Test
    void theNameOfACsrIsEncodedAfresh() {
        X500Name given = new X500NameBuilder()
                .addRDN(BCStyle.CN, new DERBMPString("Ä"))
                .addRDN(BCStyle.OU, new DERPrintableString("x"))
                .addRDN(BCStyle.OU, new DERIA5String("y"))
                .build();

        X500Name issued = SubjectName.of(given, "csr").toX500Name();

        assertThat(value(issued, BCStyle.CN)).isEqualTo(new DERUTF8String("Ä"));
        assertThat(SubjectName.of(given, "csr").toRfc4514()).isEqualTo("OU=y,OU=x,CN=Ä");
    }

    @Test
    @Tag("A.9")
    void namesThatClientsBringAreIssued() {
        X500Name given = new X500NameBuilder()
                .addRDN(BCStyle.O, new DERT61String("M\u00fcller"))
                .addRDN(BCStyle.ORGANIZATION_IDENTIFIER, new DERUTF8String("VATDE-1"))
                .addMultiValuedRDN(
                        new ASN1ObjectIdentifier[] {BCStyle.CN, BCStyle.SERIALNUMBER},
                        new ASN1Encodable[] {new DERUTF8String("Jane"), new DERPrintableString("7")})
                .addRDN(BCStyle.INITIALS, new DERUTF8String("J"))
                .addRDN(BCStyle.GENERATION, new DERUTF8String("III"))
                .addRDN(BCStyle.PSEUDONYM, new DERUTF8String("jd"))
                .addRDN(BCStyle.DN_QUALIFIER, new DERPrintableString("q"))
                .addRDN(BCStyle.UnstructuredName, new DERIA5String("router.example"))
                .build();

        SubjectName name = SubjectName.of(given, "csr");

        assertThat(name.toX500Name().getRDNs()).hasSize(8);
        assertThat(name.commonName()).contains("Jane");
        assertThat(name.toRfc4514())
                .isEqualTo("unstructuredName=router.example,dnQualifier=q,pseudonym=jd,generationQualifier=III,"
                        + "initials=J,serialNumber=7+CN=Jane,organizationIdentifier=VATDE-1,O=Müller");
    }

    @Test
    @Tag("A.9")
    void whatMayRepeatIsAnArrayInJson() {
        SubjectName name = SubjectName.of(Map.of(
                "domain_component", List.of("com", "example"),
                "organizational_unit", List.of("Ops", "West"),
                "common_name", "a"));

        assertThat(name.toRfc4514()).isEqualTo("CN=a,OU=West,OU=Ops,DC=example,DC=com");
        assertThat(faults(Map.of("common_name", List.of("a", "b"))))
                .containsExactly("subject.common_name repeated_subject_attribute");
        assertThat(faults(Map.of("organizational_unit", List.of(1))))
                .containsExactly("subject.organizational_unit invalid_value");
    }

    @Test
    void namesOfACsrThatAreNotIssuedAreRefused() {
        X500NameBuilder builder = new X500NameBuilder();

        assertThat(csrFault(new X500NameBuilder()
                        .addRDN(BCStyle.CN, DERNull.INSTANCE)
                        .build()))
                .isEqualTo("unsupported_string_type");
        assertThat(csrFault(new X500NameBuilder()
                        .addRDN(new ASN1ObjectIdentifier("1.2.3.4"), new DERUTF8String("x"))
                        .build()))
                .isEqualTo("unsupported_subject_attribute");
        assertThat(csrFault(new X500Name("CN=a,CN=b"))).isEqualTo("repeated_subject_attribute");
        assertThat(csrFault(new X500Name("CN=a+CN=b"))).isEqualTo("repeated_subject_attribute");
        assertThat(csrFault(new X500Name("CN=a\\00b"))).isEqualTo("invalid_characters");
        assertThat(csrFault(new X500NameBuilder()
                        .addRDN(BCStyle.CN, new DERUTF8String("x".repeat(65)))
                        .build()))
                .isEqualTo("too_long");
        for (int i = 0; i < 31; i++) {
            builder.addRDN(BCStyle.OU, "x");
        }
        assertThat(csrFault(builder.build())).isEqualTo("too_many_attributes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "#a", "a,b+c\"d\\e<f>g;h", "a=b", "ä"})
    void textIsEscapedSoThatItReadsBack(String value) {
        String text = SubjectName.of(Map.of("organization", value)).toRfc4514();

        assertThat(new X500Principal(text).getName(X500Principal.RFC2253))
                .isEqualTo(new X500Principal(encoded(value)).getName(X500Principal.RFC2253));
    }

    @Test
    void foreignNamesAreWrittenToo() {
        X500Name name = new X500NameBuilder()
                .addMultiValuedRDN(
                        new ASN1ObjectIdentifier[] {BCStyle.CN, BCStyle.OU},
                        new ASN1Encodable[] {new DERUTF8String(" a\n "), new DERUTF8String("b")})
                .addRDN(new ASN1ObjectIdentifier("1.2.3.4"), new DERUTF8String("x"))
                .build();

        assertThat(Rfc4514.format(name)).isEqualTo("1.2.3.4=#0c0178,OU=b+CN=\\ a\\0a\\ ");
    }

    private static byte[] encoded(String organization) {
        try {
            return SubjectName.of(Map.of("organization", organization))
                    .toX500Name()
                    .getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ASN1Encodable value(X500Name name, ASN1ObjectIdentifier type) {
        return name.getRDNs(type)[0].getFirst().getValue();
    }

    private static List<String> faults(Map<String, ?> fields) {
        return catchThrowableOfType(ClmException.class, () -> SubjectName.of(fields)).errors().stream()
                .map(error -> error.field() + " " + error.code())
                .toList();
    }

    private static String csrFault(X500Name name) {
        FieldError error = catchThrowableOfType(ClmException.class, () -> SubjectName.of(name, "csr"))
                .errors()
                .get(0);
        assertThat(error.field()).isEqualTo("csr");
        return error.code();
    }
}
