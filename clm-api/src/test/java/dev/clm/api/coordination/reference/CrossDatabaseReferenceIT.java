package dev.clm.api.coordination.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Rows;
import dev.clm.migrations.ClmDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The registry and both catalogs say the same. */
@Tag("X2")
class CrossDatabaseReferenceIT {
    /** schema.md counts these; what came later is only in the catalogs. */
    private static final List<String> OF_THE_BASELINE = List.of(
            "encryption_keys.created_by_user_id users",
            "certificates.owner_user_id users",
            "certificates.created_by_user_id users",
            "private_keys.created_by_user_id users",
            "certificate_requests.requester_user_id users",
            "certificate_requests.approver_user_id users",
            "certificate_revocations.revoked_by_user_id users",
            "key_rotation_history.initiated_by_user_id users",
            "secure_audit_log.user_id users",
            "certificates.policy_id policies",
            "certificate_requests.policy_id policies",
            "certificates.workflow_id workflows",
            "certificate_requests.workflow_id workflows",
            "workflow_instances.certificate_id certificates",
            "certificate_metadata.certificate_id certificates",
            "workflow_instances.certificate_request_id certificate_requests");

    private static final String UUID_COLUMNS = """
            select %s from pg_attribute a
            join pg_class c on c.oid = a.attrelid
            where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and not a.attisdropped
              and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype)
            """;

    @Test
    void theSixteenOfTheBaselineAreRegistered() {
        assertThat(registered(ClmDatabase.values())).containsAll(OF_THE_BASELINE);
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void registryAndColumnCommentsAreTheSame(ClmDatabase database) {
        String other = database == ClmDatabase.SECURE ? "clm_core_db" : "clm_secure_db";
        List<String> commented = rows(
                database,
                UUID_COLUMNS.formatted("c.relname || '.' || a.attname || ' ' || substring(col_description(c.oid,"
                                + " a.attnum) from '^cross-database reference: " + other + "\\.(\\w+)$')")
                        + " and col_description(c.oid, a.attnum) like 'cross-database reference:%'");
        assertThat(registered(database)).containsExactlyInAnyOrderElementsOf(commented);
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void everyUuidSaysWhatItRefersTo(ClmDatabase database) {
        String silent = UUID_COLUMNS.formatted("c.relname || '.' || a.attname") + """
                 and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'f')
                   and k.conkey[1] = a.attnum and cardinality(k.conkey) = 1)
                 and coalesce(col_description(c.oid, a.attnum), '') not like 'no reference: %'""";
        List<String> references = Arrays.stream(CrossDatabaseReference.values())
                .filter(r -> r.database() == database)
                .map(r -> r.table() + "." + r.column())
                .toList();
        assertThat(rows(database, silent)).isSubsetOf(references);
    }

    @ParameterizedTest
    @EnumSource(CrossDatabaseReference.class)
    void theColumnCanBearItsRules(CrossDatabaseReference reference) {
        if (Stream.of(reference.onDelete(), reference.onOrphan()).anyMatch(ReferenceRule.NULLIFY::equals)) {
            assertThat(columns(reference, reference.column() + "' and is_nullable = 'YES"))
                    .hasSize(1);
        }
        assertThat(columns(reference, "deleted_at")).hasSize(reference.isSoftDeletable() ? 1 : 0);
        if (reference.onDelete() == ReferenceRule.SOFT_DELETE) {
            assertThat(reference.isSoftDeletable()).isTrue();
        }
        if (reference.onDelete() == ReferenceRule.QUARANTINE) {
            assertThat(columns(reference, "quarantined_at")).hasSize(1);
        }
    }

    @Test
    void keyMaterialAndEvidenceAreNeverDeleted() {
        assertThat(CrossDatabaseReference.values())
                .filteredOn(r -> List.of(
                                "private_keys",
                                "encryption_keys",
                                "secure_audit_log",
                                "key_rotation_history",
                                "certificate_revocations",
                                "certificate_revocation_lists")
                        .contains(r.table()))
                .allSatisfy(r -> assertThat(List.of(r.onDelete(), r.onOrphan()))
                        .isSubsetOf(ReferenceRule.QUARANTINE, ReferenceRule.KEEP_MARKED));
    }

    /** What one target took away, another one's return must not give back. */
    @Test
    void noTableFollowsTwoTargetsInTheSameWay() {
        assertThat(CrossDatabaseReference.values())
                .filteredOn(r -> Set.of(ReferenceRule.SOFT_DELETE, ReferenceRule.QUARANTINE)
                        .contains(r.onDelete()))
                .extracting(r -> r.table() + " " + r.onDelete())
                .doesNotHaveDuplicates();
    }

    private static List<String> registered(ClmDatabase... databases) {
        return Arrays.stream(CrossDatabaseReference.values())
                .filter(r -> List.of(databases).contains(r.database()))
                .map(r -> r.table() + "." + r.column() + " " + r.target().table())
                .toList();
    }

    private static List<String> columns(CrossDatabaseReference reference, String column) {
        return rows(
                reference.database(),
                "select column_name::text from information_schema.columns where table_schema = 'public'"
                        + " and table_name = '" + reference.table() + "' and column_name = '" + column + "'");
    }

    private static List<String> rows(ClmDatabase database, String sql) {
        return database == ClmDatabase.SECURE ? Rows.secure(String.class, sql) : Rows.core(String.class, sql);
    }
}
