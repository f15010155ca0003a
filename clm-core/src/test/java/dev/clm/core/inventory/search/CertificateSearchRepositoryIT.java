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
import dev.clm.core.inventory.metadata.CertificateMetadata;
import dev.clm.core.inventory.metadata.CertificateMetadataRepository;
import dev.clm.core.inventory.metadata.NewCertificateMetadata;
import dev.clm.core.inventory.metadata.SearchableName;
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
        assertThat(names(Map.of("q", "'care & !(:*"))).containsExactly("full.example");
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
        core.useTransaction(
                tenant,
                tx -> assertThat(rows.applyChanges(tx, List.of(deletion))).containsExactly(1));

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
                "01",
                "CN=" + name,
                "RSA",
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
