package dev.clm.api.protocol.publicfiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.secure.database.SecureDatabase;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Line B6: what relying parties fetch. */
@Tag("R4")
class PublicFilesIT {
    private static final Tenant TENANT = Tenant.create();

    private final RunningService service = RunningService.shared();
    private final String folder = "/pki/" + TENANT.issuing().name() + "/";

    @Test
    @Tag("keys-B6")
    void aCertificateNamesItsIssuersCertificateWhereItIsServed() throws Exception {
        Answer issued = TENANT.issue("aia.example", Map.of()).expect(201);
        X509Certificate leaf = IssuedPath.certificate(issued.text("pem"));

        assertThat(new String(leaf.getExtensionValue("1.3.6.1.5.5.7.1.1"), StandardCharsets.ISO_8859_1))
                .contains(folder + "ca.der");
        Answer issuer = TENANT.administrator().get(folder + "ca.der").expect(200);
        assertThat(issuer.header("Content-Type")).isEqualTo("application/pkix-cert");
        assertThat(issuer.body())
                .isEqualTo(IssuedPath.certificate(
                                issued.json().path("chain").path(0).asString())
                        .getEncoded());
    }

    @Test
    @Tag("keys-B6")
    void aListSaysWhatCachesNeed() {
        Answer list = TENANT.administrator().get(folder + "crl.der").expect(200);
        assertThat(list.header("ETag")).matches("\"[0-9]+\"");
        assertThat(list.header("Last-Modified")).endsWith("GMT");
        assertThat(list.header("Expires")).endsWith("GMT");
        assertThat(list.header("Cache-Control")).contains("max-age=5");
    }

    @Test
    @Tag("keys-B6")
    void whoHasTheListGetsItNotAgain() {
        Answer list = TENANT.administrator().get(folder + "crl.der").expect(200);
        HttpResponse<String> byTag =
                service.send(service.request(folder + "crl.der").header("If-None-Match", list.header("ETag")));
        HttpResponse<String> byTime = service.send(
                service.request(folder + "crl.der").header("If-Modified-Since", list.header("Last-Modified")));
        HttpResponse<String> other =
                service.send(service.request(folder + "crl.der").header("If-None-Match", "\"0\""));

        assertThat(byTag.statusCode()).isEqualTo(304);
        assertThat(byTag.body()).isEmpty();
        assertThat(byTime.statusCode()).isEqualTo(304);
        assertThat(other.statusCode()).isEqualTo(200);
    }

    /** As after a restart: before anybody has asked for one. */
    @Test
    void whatThereIsToFetchIsKnownBeforeAnybodyAsks() {
        PublishedNames names = new PublicFileNames()
                .publishedNames(Clock.systemUTC(), service.context().getBean(SecureDatabase.class));

        assertThat(names.news())
                .contains(file("ca.der"), file("ca.pem"), file("crl.der"))
                .doesNotContain(file("delta.crl"), file("crl/1.der"));
    }

    private static String file(String name) {
        return TENANT.issuing().name() + "/" + name;
    }

    @ParameterizedTest
    @ValueSource(strings = {"delta.crl", "crl/1.der", "crl/0.der", "crl/-1.der", "crl/x.der", "crl/99999999999.der"})
    void aListThatIsNoneIsNotFound(String file) {
        TENANT.administrator().get(folder + file).expect(404, "not_found");
    }
}
