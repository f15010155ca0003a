package dev.clm.core.inventory.search;

import static dev.clm.core.CoreFixture.metadata;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.field.Page;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.CoreFixture;
import dev.clm.core.CoreTestDatabase;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.core.inventory.metadata.CertificateChange;
import dev.clm.core.inventory.metadata.CertificateIdentifiers;
import dev.clm.core.inventory.metadata.CertificateMetadata;
import dev.clm.core.inventory.metadata.CertificateMetadataRepository;
import dev.clm.core.inventory.metadata.NewCertificateMetadata;
import dev.clm.core.inventory.metadata.SearchableName;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.migrations.migrate.DatabaseLogin;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateSearchRepositoryIT {
    private final CoreDatabase core = CoreTestDatabase.database();
    private final CertificateSearchRepository repository = new CertificateSearchRepository();
    private final CertificateMetadataRepository rows = new CertificateMetadataRepository();
    private final OrganizationId tenant = CoreFixture.organization();
    private final UUID owner = CoreFixture.memberOf(tenant);

    @Test
    void eachCriterionNarrowsTheResult() {
        UUID second = CoreFixture.memberOf(tenant);
        CertificateAnnotations annotations =
                new CertificateAnnotations(List.of("blue", "green"), null, "staging", Map.of(), "renew with care");
        store(
                metadata(tenant, owner, "plain.example"),
                row("full.example", "client", "revoked", CoreFixture.NOT_AFTER.plusSeconds(60), second, annotations));

        for (Map<String, String> criterion : List.of(
                Map.of("common_name", "full.example"),
                Map.of("san", "alt.full.example"),
                Map.of("san", "*.full.example"),
                Map.of("status", "revoked"),
                Map.of("certificate_type", "client"),
                Map.of("environment", "staging"),
                Map.of("tag", "green"),
                Map.of("owner_user_id", second.toString()),
                Map.of("not_after_after", CoreFixture.NOT_AFTER.toString()),
                Map.of("q", "care renew"),
                Map.of("q", "full"),
                Map.of("q", "full.example"))) {
            assertThat(names(criterion)).as("%s", criterion).containsExactly("full.example");
        }
        assertThat(names(Map.of(
                        "not_after_before", CoreFixture.NOT_AFTER.plusSeconds(1).toString())))
                .containsExactly("plain.example");
        assertThat(names(Map.of("tag", "gree"))).isEmpty();
        assertThat(names(Map.of("san", "full\"}]"))).isEmpty();
        assertThat(names(Map.of("san", "*.lt.full.example"))).isEmpty();
        assertThat(names(Map.of("q", "'care & !(:*"))).containsExactly("full.example");
    }

    @Test
    void aCertificateIsFoundByWhatItIsKnownBy() {
        NewCertificateMetadata known =
                row("known.example", "client", "active", CoreFixture.NOT_AFTER, owner, CertificateAnnotations.NONE);
        UUID authority = UUID.randomUUID();
        store(metadata(tenant, owner, "plain.example"), known);
        store(new NewCertificateMetadata(
                authority,
                tenant,
                "ca.example",
                "root",
                CertificateStatus.ACTIVE,
                CoreFixture.NOT_BEFORE,
                CoreFixture.NOT_AFTER,
                owner,
                List.of(),
                "03",
                "CN=ca.example",
                "Ed448",
                new CertificateIdentifiers(null, null, null, "CN=ca.example", "feed", null, List.of()),
                CertificateAnnotations.NONE,
                0));

        for (Map<String, String> criterion : whatItIsKnownBy(known.certificateId(), authority)) {
            assertThat(names(criterion)).as("%s", criterion).containsExactly("known.example");
        }
        assertThat(names(Map.of("issuer_id", known.certificateId().toString()))).isEmpty();
        assertThat(names(Map.of("extended_key_usage", "codeSigning"))).isEmpty();
    }

    private static List<Map<String, String>> whatItIsKnownBy(UUID id, UUID authority) {
        return List.of(
                Map.of("serial_number", "00:AB:cd"),
                Map.of("serial_number", "ff,abcd"),
                Map.of("thumbprint_sha256", "AA:".repeat(31) + "aa"),
                Map.of("thumbprint_sha1", "bb".repeat(20)),
                Map.of("certificate_id", "known-example-1"),
                Map.of("certificate_id", id.toString()),
                Map.of("issuer_dn", "CN=issuer"),
                Map.of("issuer_id", authority.toString()),
                Map.of("issuer_id", authority + "," + UUID.randomUUID()),
                Map.of("extended_key_usage", "clientAuth"),
                Map.of("extended_key_usage", "1.3.6.1.5.5.7.3.2,server_auth"),
                Map.of("key_algorithm", "RSA"),
                Map.of("q", "ABCD"),
                Map.of("q", "aa".repeat(32)),
                Map.of("q", "BB:".repeat(20).substring(0, 59)),
                Map.of("q", "known-example-1"),
                Map.of("q", "alt.KNOWN.example"));
    }

    @Test
    void oneOfSeveralValuesIsEnough() {
        CertificateAnnotations blue = new CertificateAnnotations(List.of("blue"), null, "staging", Map.of(), null);
        CertificateAnnotations comma =
                new CertificateAnnotations(List.of("green,red"), null, "testing", Map.of(), null);
        store(
                row("a.example", "client", "revoked", CoreFixture.NOT_AFTER, owner, blue),
                row("b.example", "email", "active", CoreFixture.NOT_AFTER, owner, comma),
                row("c.example", "server", "expired", CoreFixture.NOT_AFTER, owner, CertificateAnnotations.NONE));

        for (Map<String, String> criterion : List.of(
                Map.of("status", "revoked,active"),
                Map.of("certificate_type", "client,email"),
                Map.of("environment", "testing,staging"))) {
            assertThat(names(criterion)).as("%s", criterion).containsExactlyInAnyOrder("a.example", "b.example");
        }
        assertThat(names(Map.of("tag", "blue,pink"))).containsExactly("a.example");
        assertThat(names(Map.of("tag", "green,red"))).as("a tag with a comma").containsExactly("b.example");
    }

    /** Under row-level security an index serves only what cannot leak: a condition that could would be a filter. */
    @Test
    @Tag("T5")
    void anIndexServesWhatACertificateIsKnownBy() throws SQLException {
        CoreFixture.execute(
                "insert into certificate_metadata (certificate_id, common_name, certificate_type, status, not_before,"
                        + " not_after, owner_user_id, organization_id) select gen_random_uuid(), 'many.example', 'server',"
                        + " 'active', now(), now() + interval '1 day', ?::uuid, ?::uuid from generate_series(1, 2000)",
                owner,
                tenant.value());
        DatabaseLogin login = LocalPostgres.shared().owner(ClmDatabase.CORE);
        try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                Statement statement = connection.createStatement()) {
            statement.execute("analyze certificate_metadata");
        }

        assertIndexed("serial_number", "ab", "serial_number");
        assertIndexed("serial_number", "ab,cd", "serial_number");
        assertIndexed("thumbprint_sha256", "aa".repeat(32), "thumbprint_sha256");
        assertIndexed("thumbprint_sha1", "aa".repeat(20), "thumbprint_sha1");
        assertIndexed("certificate_id", "a-1", "certificate_name");
        assertIndexed("issuer_id", UUID.randomUUID().toString(), "authority_key_identifier");
    }

    private void assertIndexed(String parameter, String value, String column) {
        CertificateSearch search = CertificateSearch.of(Map.of(parameter, value)::get);
        String plan = core.inTransaction(tenant, tx -> {
            tx.dsl().execute("set local enable_seqscan = off");
            return tx.dsl()
                    .explain(CertificateSearchRepository.query(tx, search))
                    .plan();
        });
        assertThat(plan.lines()).as(plan).anyMatch(line -> line.contains("Index Cond") && line.contains("(" + column));
    }

    @ParameterizedTest
    @ValueSource(strings = {"created_at", "-created_at", "not_after", "-not_after", "common_name", "-common_name"})
    void pagesShowEveryRowOnceInTheOrderOfTheWhole(String sort) {
        for (int i = 0; i < 3; i++) { // rows of one transaction share created_at, so that ties occur
            Instant notAfter = CoreFixture.NOT_AFTER.plus(Duration.ofDays(i % 2));
            NewCertificateMetadata[] batch = new NewCertificateMetadata[3];
            for (int j = 0; j < batch.length; j++) {
                String name = "n" + (i * 2 + j) % 5 + ".example";
                batch[j] = row(name, "server", "active", notAfter, owner, CertificateAnnotations.NONE);
            }
            store(batch);
        }
        List<UUID> whole = ids(search(Map.of("sort", sort, "limit", "500")));

        List<UUID> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Page<CertificateMetadata> page = search(Map.of("sort", sort, "limit", "2", "cursor", cursor));
            paged.addAll(ids(page));
            cursor = page.nextCursor();
        }

        assertThat(whole).hasSize(9);
        assertThat(paged).isEqualTo(whole);
    }

    @Test
    @Tag("T5")
    void aPageIsOneStatementHoweverManyRowsItHas() {
        assertThat(CoreTestDatabase.statementsOf(() -> search(Map.of()))).isEqualTo(1);
        store(metadata(tenant, owner, "a"), metadata(tenant, owner, "b"), metadata(tenant, owner, "c"));

        assertThat(CoreTestDatabase.statementsOf(() -> search(Map.of()))).isEqualTo(1);
    }

    @Test
    @Tag("S4")
    void softDeletedRowsAreShownOnlyWhenAskedFor() {
        NewCertificateMetadata row = metadata(tenant, owner, "gone.example");
        store(row);
        CertificateChange deletion = new CertificateChange(
                row.certificateId(),
                1,
                CertificateStatus.ACTIVE,
                Instant.parse("2026-06-01T00:00:00Z"),
                owner,
                row.commonName(),
                row.notBefore(),
                row.notAfter());
        int[] deleted = core.inServiceRole("test", tx -> rows.applyChanges(tx, List.of(deletion)));
        assertThat(deleted).containsExactly(1);

        assertThat(names(Map.of())).isEmpty();
        assertThat(names(Map.of("include_deleted", "true"))).containsExactly("gone.example");
    }

    @Test
    @Tag("S3")
    void anotherTenantFindsNothingEvenWithOurCursor() {
        store(metadata(tenant, owner, "a.example"), metadata(tenant, owner, "b.example"));
        String cursor = search(Map.of("limit", "1")).nextCursor();
        OrganizationId other = CoreFixture.organization();

        for (Map<String, String> parameters :
                List.of(Map.<String, String>of(), Map.of("cursor", cursor), Map.of("include_deleted", "true"))) {
            Page<CertificateMetadata> page =
                    core.inTransaction(other, tx -> repository.search(tx, CertificateSearch.of(parameters::get)));
            assertThat(page.items()).as("%s", parameters).isEmpty();
        }
    }

    private NewCertificateMetadata row(
            String name, String type, String status, Instant notAfter, UUID user, CertificateAnnotations annotations) {
        return new NewCertificateMetadata(
                UUID.randomUUID(),
                tenant,
                name,
                type,
                CertificateStatus.ofCode(status),
                CoreFixture.NOT_BEFORE,
                notAfter,
                user,
                List.of(new SearchableName("DNS", "alt." + name)),
                "abcd",
                "CN=" + name,
                "RSA",
                new CertificateIdentifiers(
                        name.replace('.', '-') + "-1",
                        "aa".repeat(32),
                        "bb".repeat(20),
                        "CN=issuer",
                        "01",
                        "feed",
                        List.of("1.3.6.1.5.5.7.3.2")),
                annotations,
                0);
    }

    private void store(NewCertificateMetadata... metadata) {
        core.useTransaction(
                tenant, tx -> assertThat(rows.insertAll(tx, List.of(metadata))).containsOnly(1));
    }

    private Page<CertificateMetadata> search(Map<String, String> parameters) {
        Map<String, String> given = new HashMap<>(parameters);
        return core.inTransaction(tenant, tx -> repository.search(tx, CertificateSearch.of(given::get)));
    }

    private List<String> names(Map<String, String> parameters) {
        return search(parameters).items().stream()
                .map(CertificateMetadata::commonName)
                .toList();
    }

    private static List<UUID> ids(Page<CertificateMetadata> page) {
        return page.items().stream().map(CertificateMetadata::certificateId).toList();
    }
}
