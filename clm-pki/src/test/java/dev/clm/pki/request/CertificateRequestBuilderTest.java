package dev.clm.pki.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.pki.publickey.KeySpec;
import dev.clm.pki.publickey.NamedCurve;
import dev.clm.pki.publickey.SubjectKeyGenerator;
import dev.clm.pki.publickey.SubjectKeyPair;
import dev.clm.pki.request.SubjectAlternativeName.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateRequestBuilderTest {
    private static final SubjectName SUBJECT = SubjectName.of(Map.of("common_name", "a.example"));

    static Stream<KeySpec> everyKindOfKey() {
        return Stream.of(
                KeySpec.rsa(2048),
                KeySpec.ecdsa(NamedCurve.P_256),
                KeySpec.ecdsa(NamedCurve.P_384),
                KeySpec.ecdsa(NamedCurve.P_521),
                KeySpec.ED25519,
                KeySpec.ED448);
    }

    @ParameterizedTest
    @MethodSource("everyKindOfKey")
    void aRequestForEveryKindOfKeyReadsBack(KeySpec spec) {
        SubjectKeyPair pair = SubjectKeyGenerator.generate(spec);
        List<SubjectAlternativeName> names = List.of(new SubjectAlternativeName(Type.DNS, "a.example"));

        CertificateSigningRequest built = CertificateRequestBuilder.build(SUBJECT, names, pair);
        CertificateSigningRequest read = CertificateSigningRequest.parse(built.pem());

        assertThat(read.publicKey()).isEqualTo(pair.publicKey());
        assertThat(read.subject()).isEqualTo(SUBJECT);
        assertThat(read.subjectAlternativeNames()).isEqualTo(names);
    }

    @Test
    void withoutNamesThereIsNoExtensionRequest() {
        assertThat(CertificateRequestBuilder.build(SUBJECT, List.of(), CsrFixture.P256)
                        .extensions()
                        .all())
                .isEmpty();
    }

    @Test
    void namesAreCriticalWhereTheSubjectIsEmpty() {
        CertificateSigningRequest csr = CertificateRequestBuilder.build(
                new SubjectName(List.of()), List.of(new SubjectAlternativeName(Type.IP, "192.0.2.1")), CsrFixture.P256);

        assertThat(csr.extensions().all())
                .singleElement()
                .satisfies(extension -> assertThat(extension.critical()).isTrue());
    }
}
