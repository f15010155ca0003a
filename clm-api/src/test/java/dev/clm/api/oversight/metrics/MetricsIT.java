package dev.clm.api.oversight.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Scrape;
import dev.clm.api.testing.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C7")
class MetricsIT {
    private static final Path DOCUMENT = Path.of("..", "docs", "OPERATIONS.md");
    private static final Path DEPLOY = Path.of("..", "deploy");
    /** `up` is Prometheus' own. */
    private static final Pattern ASKED = Pattern.compile("\\b(clm|hikaricp|http_server|jvm|disk)_[a-z_]+");

    private static final Pattern LISTED = Pattern.compile("\\| `(?<name>clm_[a-z_]+)` \\| (?<labels>[^|]*) \\|.*");
    private static final Pattern LABEL = Pattern.compile("`([a-z_]+)`");
    private static final RunningService SERVICE = RunningService.shared();
    private static final Tenant TENANT = Tenant.create();

    @Test
    void theListInTheDocumentIsWhatIsServed() throws IOException {
        assertThat(refreshed().metrics("clm_")).isEqualTo(listed());
    }

    @Test
    void whatTheAlertsAndTheDashboardAskForIsServed() throws IOException {
        use(TENANT, "watched.example");
        Set<String> served = refreshed().metrics("").keySet();
        Set<String> asked = new TreeSet<>();
        for (String file : List.of("prometheus/clm-alerts.yml", "grafana/clm.json")) {
            ASKED.matcher(Files.readString(DEPLOY.resolve(file))).results().forEach(name -> asked.add(name.group()));
        }
        assertThat(asked).hasSizeGreaterThan(20).isSubsetOf(served);
    }

    @Test
    void issuingRefusingAndRevokingAreCounted() {
        Scrape before = Scrape.of(SERVICE);
        UUID issued = TENANT.issue("counted.example");
        TENANT.issue("refused.example", Map.of("validity_days", 100_000)).expect(422);
        TENANT.administrator()
                .post(Tenant.CERTIFICATES, Map.of("csr", Map.of()))
                .expect(422);
        TENANT.administrator()
                .post(Tenant.path(issued) + "/revoke", Map.of("reason", "superseded"))
                .expect(200);
        TENANT.authority(Map.of("issuer_id", TENANT.root().id()));

        Scrape after = Scrape.of(SERVICE);
        assertThat(grown(before, after, "clm_certificates_issued_total{certificate_type=\"leaf\"}"))
                .isEqualTo(1);
        assertThat(grown(before, after, "clm_certificates_issued_total{certificate_type=\"intermediate\"}"))
                .isEqualTo(1);
        assertThat(grown(before, after, "clm_certificates_refused_total{reason=\"validation_failed\"}"))
                .isEqualTo(2);
        assertThat(grown(before, after, "clm_certificates_revoked_total{reason=\"superseded\"}"))
                .isEqualTo(1);
    }

    @Test
    void anAnswerThatIsRepeatedIsNoOtherCertificate() {
        Map<String, Object> body = Tenant.request("repeated.example", Map.of());
        String key = Tenant.unique("key");
        TENANT.administrator().post(Tenant.CERTIFICATES, body, key).expect(201);
        Scrape before = Scrape.of(SERVICE);
        TENANT.administrator().post(Tenant.CERTIFICATES, body, key).expect(201);
        assertThat(grown(before, Scrape.of(SERVICE), "clm_certificates_issued_total{certificate_type=\"leaf\"}"))
                .isZero();
    }

    @Test
    void certificatesAreCountedByTheirEnd() {
        Scrape before = refreshed();
        TENANT.issue("soon.example", Map.of("validity_days", 5)).expect(201);
        TENANT.issue("later.example", Map.of("validity_days", 60)).expect(201);

        Scrape after = refreshed();
        assertThat(grown(before, after, "clm_certificates_ending{days=\"1-7\"}"))
                .isEqualTo(1);
        assertThat(grown(before, after, "clm_certificates_ending{days=\"30-90\"}"))
                .isEqualTo(1);
        assertThat(grown(before, after, "clm_certificates{status=\"active\"}")).isEqualTo(2);
    }

    @Test
    void listsOfAnAuthorityHaveAgeAndNumber() {
        String authority = "{authority=\"" + TENANT.issuing().id() + "\"}";
        Scrape scrape = refreshed();
        assertThat(scrape.series().get("clm_crl_number" + authority)).isGreaterThanOrEqualTo(1);
        assertThat(scrape.series().get("clm_crl_age_seconds" + authority)).isBetween(0.0, 3_600.0);
        assertThat(Scrape.of(SERVICE).series().get("clm_crl_age_seconds" + authority))
                .as("grows between two counts")
                .isGreaterThan(scrape.series().get("clm_crl_age_seconds" + authority));
    }

    /** Authorities are few, and have series of their own: they are made before. */
    @Test
    void seriesDoNotGrowWithOrganizationsAndNames() {
        List<Tenant> tenants = List.of(Tenant.create(), Tenant.create(), Tenant.create());
        use(TENANT, "warm.example");
        await().untilAsserted(() -> assertThat(Scrape.of(SERVICE).startingWith("http_server_requests_seconds_count"))
                .anyMatch(one -> one.contains("uri=\"/api/v1/certificates/{id}/revoke\"") && one.contains("\"200\"")));
        Set<String> before = ours(refreshed());

        for (Tenant tenant : tenants) {
            for (int i = 0; i < 3; i++) {
                use(tenant, Tenant.unique("host") + ".example");
            }
        }

        assertThat(ours(refreshed())).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void noNameAndNoOrganizationIsServed() {
        String host = Tenant.unique("secret") + ".example";
        use(TENANT, host);
        String scraped = SERVICE.get("/actuator/prometheus").body();
        assertThat(scraped)
                .doesNotContain(
                        host,
                        TENANT.issuing().name(),
                        TENANT.administrator().organizationId().toString());
    }

    private static void use(Tenant tenant, String name) {
        UUID id = tenant.issue(name);
        tenant.administrator().get(Tenant.path(id)).expect(200);
        tenant.administrator()
                .post(Tenant.path(id) + "/revoke", Map.of("reason", "superseded"))
                .expect(200);
    }

    private static Set<String> ours(Scrape scrape) {
        return scrape.startingWith("clm_", "http_server_requests_seconds");
    }

    private static double grown(Scrape before, Scrape after, String series) {
        return after.value(series) - before.value(series);
    }

    private static Scrape refreshed() {
        for (Object figures : SERVICE.context().getBeansOfType(Figures.class).values()) {
            ((Figures<?>) figures).refresh();
        }
        return Scrape.of(SERVICE);
    }

    private static Map<String, Set<String>> listed() throws IOException {
        Map<String, Set<String>> listed = new TreeMap<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            Matcher row = LISTED.matcher(line);
            if (row.matches()) {
                Set<String> labels = new TreeSet<>();
                LABEL.matcher(row.group("labels")).results().forEach(label -> labels.add(label.group(1)));
                listed.put(row.group("name"), labels);
            }
        }
        return listed;
    }
}
