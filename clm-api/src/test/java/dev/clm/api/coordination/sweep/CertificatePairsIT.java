package dev.clm.api.coordination.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import dev.clm.common.error.ClmException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates and their metadata, after somebody with a superuser's rights and no trigger had his way with one of them. */
@Tag("X5")
class CertificatePairsIT {
    private static final String REFERENCE = "METADATA_CERTIFICATE";
    private static final String UNSEEN = "set session_replication_role = replica; ";
    private static final Tenant TENANT = Tenant.create();

    private final TestSweep sweep = new TestSweep(Duration.ZERO);

    @Test
    void healthyCertificatesAreNotReported() {
        UUID id = issued("healthy.example");
        sweep.run();
        assertThat(sweep.kinds(id)).isEmpty();
    }

    @Test
    void missingMetadataAreRebuiltFromTheCertificate() {
        UUID id = issued("rebuilt.example");
        Rows.core(UNSEEN + "delete from certificate_metadata where certificate_id = ?", id);

        assertFoundAndRepaired("counterpart_missing", id);
        assertThat(Rows.core(
                        String.class,
                        "select common_name || ' ' || status || ' ' || (subject_alternative_names -> 0 ->> 'value')"
                                + " from certificate_metadata where certificate_id = ?",
                        id))
                .containsExactly("rebuilt.example active rebuilt.example");
    }

    @Test
    void metadataWithoutCertificateAreSoftDeletedAndComeBackWithUndo() {
        UUID id = issued("orphan.example");
        UUID stray = UUID.randomUUID();
        Rows.core(UNSEEN + "update certificate_metadata set certificate_id = ? where certificate_id = ?", stray, id);

        assertFoundAndRepaired("target_missing", stray);
        assertThat(live(stray)).isFalse();
        sweep.repairs().undo(sweep.finding(REFERENCE, "target_missing", stray), RepairInitiator.SERVICE);
        assertThat(live(stray)).isTrue();
        assertThat(sweep.kinds(id)).as("the other half of a changed id").containsExactly("counterpart_missing");
    }

    @Test
    void metadataThatARestoreMarkedAsLostAreReportedAndKept() {
        UUID stray = UUID.randomUUID();
        Rows.core(
                UNSEEN
                        + "update certificate_metadata set certificate_id = ?, secure_lost_at = now() where certificate_id = ?",
                stray,
                issued("lost.example"));
        sweep.run();
        assertThat(sweep.states(REFERENCE, "target_missing", stray)).containsExactly("open");
        assertThatThrownBy(() -> sweep.repairs()
                        .repair(sweep.finding(REFERENCE, "target_missing", stray), RepairInitiator.SERVICE))
                .hasMessageContaining("lost");
        sweep.repairs().ignore(sweep.finding(REFERENCE, "target_missing", stray), RepairInitiator.SERVICE);
        sweep.run();
        assertThat(sweep.states(REFERENCE, "target_missing", stray)).containsExactly("ignored");
        assertThat(live(stray)).isTrue();
    }

    @Test
    void metadataOfADeletedCertificateAreDeletedToo() {
        UUID id = issued("deleted.example");
        Rows.secure(UNSEEN + "update certificates set deleted_at = now() where id = ?", id);

        assertFoundAndRepaired("target_deleted", id);
        assertThat(live(id)).isFalse();
    }

    @Test
    void metadataUnderAnotherOrganizationComeBackToTheirOwn() {
        UUID id = issued("moved.example");
        UUID other = OrganizationRows.create().organization();
        Rows.core(UNSEEN + "update certificate_metadata set organization_id = ? where certificate_id = ?", other, id);

        assertFoundAndRepaired("other_tenant", id);
        assertThat(Rows.core(
                        UUID.class, "select organization_id from certificate_metadata where certificate_id = ?", id))
                .containsExactly(TENANT.administrator().organizationId());
    }

    @ParameterizedTest
    @CsvSource({
        "common_name, 'other.example'",
        "certificate_type, 'client'",
        "status, 'revoked'",
        "not_before, '2020-01-01T00:00:00Z'",
        "not_after, '2099-01-01T00:00:00Z'",
        "owner_user_id, '00000000-0000-7000-8000-000000000001'",
        "deleted_at, '2026-01-01T00:00:00Z'"
    })
    void disagreeingCopiesAreCorrectedFromTheCertificateAndComeBackWithUndo(String column, String value) {
        UUID id = issued("copies.example");
        String before = copied(column, id);
        Rows.core(
                UNSEEN + "update certificate_metadata set " + column + " = '" + value + "' where certificate_id = ?",
                id);
        String wrong = copied(column, id);

        assertFoundAndRepaired("copies_differ", id);
        assertThat(copied(column, id)).isEqualTo(before);
        sweep.repairs().undo(sweep.finding(REFERENCE, "copies_differ", id), RepairInitiator.SERVICE);
        assertThat(copied(column, id)).isEqualTo(wrong);
        sweep.run();
        assertThat(sweep.states(REFERENCE, "copies_differ", id)).containsExactly("undone");
    }

    @Test
    void everyRepairIsAuditedInTheDatabaseItChanges() {
        UUID id = issued("audited.example");
        Rows.core(UNSEEN + "update certificate_metadata set status = 'revoked' where certificate_id = ?", id);

        assertFoundAndRepaired("copies_differ", id);
        assertThat(Rows.core(
                        String.class,
                        "select changes_after #>> '{change,before,status}' from audit_log where resource_id = ?"
                                + " and action = 'integrity_repaired'",
                        id))
                .containsExactly("revoked");
    }

    @Test
    void aFaultThatGoesByItselfLeavesNoFinding() {
        UUID id = issued("gone.example");
        Rows.core(UNSEEN + "update certificate_metadata set status = 'revoked' where certificate_id = ?", id);
        sweep.run();
        Rows.core(UNSEEN + "update certificate_metadata set status = 'active' where certificate_id = ?", id);
        sweep.run();
        assertThat(sweep.kinds(id)).isEmpty();
    }

    @Test
    void whatIsStillOnItsWayIsNoFault() {
        UUID id = issued("pending.example");
        Rows.secure("update outbox set state = 'blocked' where aggregate_id = ?", id);
        try {
            Rows.core(UNSEEN + "delete from certificate_metadata where certificate_id = ?", id);
            sweep.run();
            assertThat(sweep.kinds(id)).isEmpty();
        } finally {
            Rows.secure("update outbox set state = 'done' where aggregate_id = ?", id);
        }
    }

    @Test
    void aFaultYoungerThanTheGracePeriodIsACandidateThatNothingRepairs() {
        UUID id = issued("young.example");
        Rows.core(UNSEEN + "update certificate_metadata set status = 'revoked' where certificate_id = ?", id);
        TestSweep patient = new TestSweep(Duration.ofHours(1));
        patient.run();
        assertThat(patient.states(REFERENCE, "copies_differ", id)).containsExactly("candidate");
        assertThatThrownBy(() -> patient.repairs()
                        .repair(patient.finding(REFERENCE, "copies_differ", id), RepairInitiator.SERVICE))
                .isInstanceOf(ClmException.class)
                .hasMessageContaining("candidate");
    }

    @Test
    void whileFencedASweepOnlyReports() {
        UUID id = issued("fenced.example");
        Rows.core(UNSEEN + "update certificate_metadata set status = 'revoked' where certificate_id = ?", id);
        sweep.fence(true);
        sweep.run();
        assertThatThrownBy(() ->
                        sweep.repairs().repair(sweep.finding(REFERENCE, "copies_differ", id), RepairInitiator.SERVICE))
                .hasMessageContaining("fenced");
    }

    private void assertFoundAndRepaired(String kind, UUID id) {
        sweep.run();
        assertThat(sweep.kinds(id)).isEqualTo(List.of(kind));
        sweep.repairs().repair(sweep.finding(REFERENCE, kind, id), RepairInitiator.SERVICE);
        sweep.run();
        assertThat(sweep.kinds(id)).isEmpty();
        assertThat(sweep.states(REFERENCE, kind, id)).containsExactly("repaired");
    }

    /** Whose events are all delivered and marked. */
    private static UUID issued(String name) {
        UUID id = TENANT.issue(name);
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() -> Rows.countSecure("outbox where aggregate_id = ? and state <> 'done'", id) == 0);
        return id;
    }

    private static boolean live(UUID id) {
        return Rows.countCore("certificate_metadata where certificate_id = ? and deleted_at is null", id) == 1;
    }

    private static String copied(String column, UUID id) {
        return Rows.core(
                        String.class,
                        "select " + column + "::text from certificate_metadata where certificate_id = ?",
                        id)
                .get(0);
    }
}
