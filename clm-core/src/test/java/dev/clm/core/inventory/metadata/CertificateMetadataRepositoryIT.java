package dev.clm.core.inventory.metadata;

import static dev.clm.core.CoreFixture.metadata;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.CoreFixture;
import dev.clm.core.CoreTestDatabase;
import dev.clm.core.database.CoreDatabase;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CertificateMetadataRepositoryIT {
    private final CoreDatabase core = CoreTestDatabase.database();
    private final CertificateMetadataRepository repository = new CertificateMetadataRepository();
    private final OrganizationId tenant = CoreFixture.organization();
    private final UUID owner = CoreFixture.memberOf(tenant);

    @Test
    void whatWasInsertedIsRead() {
        NewCertificateMetadata plain = metadata(tenant, owner, "a.example");
        NewCertificateMetadata annotated = new NewCertificateMetadata(
                UUID.randomUUID(),
                tenant,
                "b.example",
                "client",
                CertificateStatus.PENDING,
                CoreFixture.NOT_BEFORE,
                CoreFixture.NOT_AFTER,
                owner,
                List.of(new SearchableName("IP", "192.0.2.1"), new SearchableName("DNS", "b.example")),
                "ff",
                "CN=b.example",
                "RSA",
                new CertificateIdentifiers(
                        "b-example-1", "aa", "bb", "CN=issuer", "01", "02", List.of("1.3.6.1.5.5.7.3.2")),
                new CertificateAnnotations(
                        List.of("web, \"quoted\"", "ü"), "edge", "testing", Map.of("n", List.of(1, true)), "n\no"),
                3);

        assertThat(insert(plain, annotated)).containsExactly(1, 1);

        CertificateMetadata stored = find(annotated.certificateId());
        assertThat(stored.annotations()).isEqualTo(annotated.annotations());
        assertThat(stored.identifiers()).isEqualTo(annotated.identifiers());
        assertThat(find(plain.certificateId()).identifiers()).isEqualTo(CertificateIdentifiers.UNKNOWN);
        assertThat(stored.subjectAlternativeNames()).isEqualTo(annotated.subjectAlternativeNames());
        assertThat(stored.status()).isEqualTo(CertificateStatus.PENDING);
        assertThat(stored.createdAt()).isNotNull();
        assertThat(find(plain.certificateId()).annotations()).isEqualTo(CertificateAnnotations.NONE);
    }

    @Test
    void rowsOfAnOlderReleaseAreFoundInOrderAndNamed() {
        NewCertificateMetadata old = metadata(tenant, owner, "old.example");
        CertificateIdentifiers identifiers =
                new CertificateIdentifiers("old-example-1", "aa", "bb", "CN=issuer", "01", null, List.of());
        insert(old);
        UUID before = new UUID(old.certificateId().getMostSignificantBits(), 0);

        assertThat(unnamedAfter(before, 1)).containsExactly(old.certificateId());
        core.inServiceRole("test", tx -> {
            repository.name(tx, Map.of(old.certificateId(), identifiers));
            return null;
        });

        assertThat(find(old.certificateId()).identifiers()).isEqualTo(identifiers);
        assertThat(unnamedAfter(before, 100)).doesNotContain(old.certificateId());
        assertThat(CoreFixture.value(
                        Integer.class, "select count(*) from outbox where aggregate_id = ?", old.certificateId()))
                .as("secure is not asked to tell it again")
                .isZero();
    }

    @Test
    @Tag("X3")
    void insertingTheSameCertificateAgainChangesNothing() {
        NewCertificateMetadata first = metadata(tenant, owner, "once.example");
        assertThat(insert(first)).containsExactly(1);

        assertThat(insert(metadata(tenant, owner, "other.example"), first)).containsExactly(1, 0);
    }

    @Test
    @Tag("T5")
    void aBatchIsOneStatementHoweverManyRowsItHas() {
        assertThat(CoreTestDatabase.statementsOf(() -> insert(metadata(tenant, owner, "a"))))
                .isEqualTo(CoreTestDatabase.statementsOf(() -> insert(
                        metadata(tenant, owner, "a"), metadata(tenant, owner, "b"), metadata(tenant, owner, "c"))))
                .isEqualTo(1);
    }

    @Test
    @Tag("X3")
    void anOlderChangeThanTheLastAppliedIsIgnored() {
        NewCertificateMetadata row = metadata(tenant, owner, "c.example");
        insert(row);
        Instant deleted = Instant.parse("2026-06-01T00:00:00Z");

        assertThat(apply(change(row, 20, "revoked", deleted), change(row, 10, "active", null)))
                .containsExactly(1, 0);
        assertThat(apply(change(row, 20, "active", null))).containsExactly(0);

        CertificateMetadata stored = find(row.certificateId());
        assertThat(stored.status()).isEqualTo(CertificateStatus.REVOKED);
        assertThat(stored.deletedAt()).isEqualTo(deleted);
        assertThat(apply(change(row, 21, "active", null))).containsExactly(1);
        assertThat(find(row.certificateId()).deletedAt()).isNull();
    }

    @Test
    void annotatingSetsWhatIsGivenAndClearsWhatIsNull() {
        NewCertificateMetadata row = metadata(tenant, owner, "d.example");
        insert(row);
        annotate(row, Map.of("tags", List.of("x"), "notes", "first", "custom_fields", Map.of("a", 1)));
        Map<String, Object> second = new HashMap<>();
        second.put("notes", null);
        second.put("environment", "production");

        CertificateMetadata after = annotate(row, second);

        assertThat(after.annotations())
                .isEqualTo(new CertificateAnnotations(List.of("x"), null, "production", Map.of("a", 1), null));
        assertThat(after.updatedAt()).isAfter(after.createdAt());
    }

    @Test
    @Tag("S4")
    void aSoftDeletedCertificateIsNotFoundLiveAndCannotBeAnnotated() {
        NewCertificateMetadata row = metadata(tenant, owner, "e.example");
        insert(row);
        apply(change(row, 1, "active", Instant.parse("2026-06-01T00:00:00Z")));

        assertThat(findLive(row)).isEmpty();
        assertThat(annotateLive(row, Map.of("notes", "x"))).isEmpty();
        assertThat(find(row.certificateId()).annotations().notes()).isNull();
    }

    @Test
    @Tag("S3")
    void anotherTenantNeitherSeesNorChangesARow() {
        NewCertificateMetadata row = metadata(tenant, owner, "f.example");
        insert(row);
        OrganizationId other = CoreFixture.organization();

        List<CertificateMetadata> seen =
                core.inTransaction(other, tx -> repository.find(tx, List.of(row.certificateId())));
        Optional<CertificateMetadata> changed = core.inTransaction(
                other,
                tx -> repository.annotate(tx, row.certificateId(), AnnotationChange.of(Map.of("notes", "mine"))));

        assertThat(seen).isEmpty();
        assertThat(changed).isEmpty();
        assertThat(find(row.certificateId()).annotations().notes()).isNull();
    }

    private List<UUID> unnamedAfter(UUID certificate, int limit) {
        return core.inServiceRole("test", tx -> repository.findUnnamed(tx, certificate, limit));
    }

    private int[] insert(NewCertificateMetadata... rows) {
        return core.inTransaction(tenant, tx -> repository.insertAll(tx, List.of(rows)));
    }

    private int[] apply(CertificateChange... changes) {
        return core.inServiceRole("test", tx -> repository.applyChanges(tx, List.of(changes)));
    }

    private CertificateMetadata annotate(NewCertificateMetadata row, Map<String, Object> body) {
        return annotateLive(row, body).orElseThrow();
    }

    private Optional<CertificateMetadata> annotateLive(NewCertificateMetadata row, Map<String, Object> body) {
        AnnotationChange change = AnnotationChange.of(body);
        return core.inTransaction(tenant, tx -> repository.annotate(tx, row.certificateId(), change));
    }

    private Optional<CertificateMetadata> findLive(NewCertificateMetadata row) {
        return core.inTransaction(tenant, tx -> repository.findLive(tx, row.certificateId()));
    }

    private CertificateMetadata find(UUID certificateId) {
        return core.inTransaction(tenant, tx -> repository.find(tx, List.of(certificateId)))
                .get(0);
    }

    private CertificateChange change(NewCertificateMetadata row, long sequence, String status, Instant deletedAt) {
        return new CertificateChange(
                row.certificateId(),
                sequence,
                CertificateStatus.ofCode(status),
                deletedAt,
                owner,
                row.commonName(),
                row.notBefore(),
                row.notAfter());
    }
}
