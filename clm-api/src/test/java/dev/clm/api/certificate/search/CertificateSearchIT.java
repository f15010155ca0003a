package dev.clm.api.certificate.search;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.coordination.relay.UnnamedCertificates;
import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateSearchIT {
    private static final Tenant TENANT = Tenant.create();
    private static final UUID COLLEAGUE = TENANT.caller("USER").userId();
    private static UUID web;
    private static UUID mail;

    @BeforeAll
    static void issue() {
        web = TENANT.issue(
                        "web.search.example",
                        Map.of(
                                "certificate_type",
                                "server",
                                "subject_alternative_names",
                                List.of(Map.of("type", "IP", "value", "192.0.2.7")),
                                "environment",
                                "production",
                                "tags",
                                List.of("blue", "edge"),
                                "notes",
                                "behind the load balancer",
                                "validity_days",
                                30))
                .expect(201)
                .id();
        mail = TENANT.issue(
                        "mail.search.example",
                        Map.of(
                                "certificate_type",
                                "client",
                                "environment",
                                "staging",
                                "tags",
                                List.of("green"),
                                "owner_user_id",
                                COLLEAGUE,
                                "validity_days",
                                300))
                .expect(201)
                .id();
        TENANT.administrator()
                .post(Tenant.path(mail) + "/revoke", Map.of("reason", "superseded"))
                .expect(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "common_name|web.search.example",
                "san|web.search.example",
                "san|192.0.2.7",
                "q|balancer",
                "q|\"load balancer\"",
                "q|web.search.example",
                "tag|edge",
                "environment|production",
                "certificate_type|server"
            })
    void filterFindsTheCertificateThatMatches(String parameter, String value) {
        assertThat(search(parameter + "=" + encoded(value))).containsExactly(web);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "common_name|search.example",
                "san|earch.example",
                "san|%",
                "san|web.search.example\",\"type\":\"DNS",
                "q|nothing-of-ours",
                "q|' or 1=1 --",
                "tag|ed",
                "tag|{edge}",
                "environment|testing",
                "status|expired",
                "owner_user_id|00000000-0000-7000-8000-000000000001"
            })
    void filterFindsNothingElse(String parameter, String value) {
        assertThat(search(parameter + "=" + encoded(value))).isEmpty();
    }

    @Test
    void filtersByStateOwnerAndExpiryWorkToo() {
        assertThat(search("status=revoked")).containsExactly(mail);
        assertThat(search("owner_user_id=" + COLLEAGUE)).containsExactly(mail);
        assertThat(search("certificate_type=client&not_after_after=2026-01-01T00:00:00Z"))
                .containsExactly(mail);
        assertThat(search("not_after_before=2026-01-01T00:00:00Z")).isEmpty();
        assertThat(search("tag=blue&environment=production")).containsExactly(web);
        assertThat(search("tag=blue&environment=staging")).isEmpty();
    }

    @Test
    void whatAnAnswerShowsFindsItsCertificate() {
        Answer shown = TENANT.administrator().get(Tenant.path(web)).expect(200);

        for (String parameter : List.of("serial_number", "thumbprint_sha256", "thumbprint_sha1", "certificate_id")) {
            String value = shown.text(parameter);
            assertThat(search(parameter + "=" + value)).as(parameter).containsExactly(web);
            assertThat(search("q=" + value)).as(parameter).containsExactly(web);
        }
        String colons = shown.text("serial_number").toUpperCase(Locale.ROOT).replaceAll("..(?=.)", "$0:");
        assertThat(search("serial_number=" + colons)).containsExactly(web);
        assertThat(search("q=" + colons)).containsExactly(web);
        assertThat(search("issuer_id=" + shown.text("issuer_id"))).containsExactlyInAnyOrder(web, mail);
        assertThat(search("issuer_dn=" + encoded(shown.text("issuer_dn")))).containsExactlyInAnyOrder(web, mail);
        assertThat(search("issuer_id=" + TENANT.root().id()))
                .containsExactly(TENANT.issuing().id());
        assertThat(search("extended_key_usage=serverAuth")).containsExactly(web);
        assertThat(search("extended_key_usage=serverAuth,clientAuth")).containsExactlyInAnyOrder(web, mail);
        assertThat(search("status=revoked,expired")).containsExactly(mail);
        assertThat(search("q=edge")).as("a tag").containsExactly(web);
    }

    @Test
    void rowsOfAnOlderReleaseAreNamedByAJob() {
        Tenant old = Tenant.create();
        UUID id = old.issue("old.search.example");
        String thumbprint = old.administrator().get(Tenant.path(id)).text("thumbprint_sha256");
        String byThumbprint = CERTIFICATES + "?thumbprint_sha256=" + thumbprint;
        Rows.core(
                "update certificate_metadata set thumbprint_sha256 = null, extended_key_usages = null"
                        + " where certificate_id = ?",
                id);

        RunningService.shared().context().getBean(UnnamedCertificates.class).name();

        assertThat(old.administrator().get(byThumbprint).expect(200).ids()).containsExactly(id);
        assertThat(old.administrator()
                        .get(CERTIFICATES + "?extended_key_usage=serverAuth,clientAuth")
                        .expect(200)
                        .ids())
                .containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=501",
                "limit=-1",
                "limit=x",
                "limit=99999999999",
                "cursor=nonsense",
                "sort=password_hash",
                "status=lost",
                "status=active,lost",
                "serial_number=0x12",
                "thumbprint_sha256=ab",
                "thumbprint_sha1=ab",
                "issuer_id=CN%3Droot",
                "extended_key_usage=tls",
                "key_algorithm=DSA",
                "certificate_type=x",
                "environment=x",
                "owner_user_id=x",
                "not_after_before=yesterday",
                "include_deleted=perhaps",
                "q=%00"
            })
    void parameterOutOfRangeIsRefusedByName(String query) {
        Answer answer = TENANT.administrator().get(CERTIFICATES + "?" + query).expect(400, "parameter_out_of_range");

        assertThat(answer.fields()).containsExactly(query.substring(0, query.indexOf('=')));
    }

    private static List<UUID> search(String query) {
        return TENANT.administrator()
                .get(CERTIFICATES + "?" + query)
                .expect(200)
                .ids();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
