package dev.clm.api.coordination.sweep;

import dev.clm.api.coordination.reference.CrossDatabaseTarget;
import dev.clm.api.testing.Rows;
import dev.clm.core.coordination.FaultKind;
import java.util.List;
import java.util.UUID;

/** Any number of certificates with their metadata, made by SQL in both databases alike, and faults in some of them. */
public final class GeneratedCertificates {
    private static final String SYSTEM = "'00000000-0000-7000-8000-000000000001'";
    /** Version 7: time-ordered, the rest by chance. */
    private static final String ID =
            "(lpad(to_hex(1700000000000 + n), 12, '0') || '7' || substr(md5('%1$s' || n), 1, 3)"
                    + " || '8' || substr(md5('%1$s' || n), 5, 15))::uuid";

    private static final String COMMON =
            "'host-' || n || '.example.com', 'server', timestamptz '2026-01-01 00:00:00Z' + n * interval '1 s',"
                    + " timestamptz '2096-01-01 00:00:00Z' + n * interval '1 s', " + SYSTEM;
    private static final String UNSEEN = "set session_replication_role = replica; ";

    private final int number;
    private final OrganizationRows own = OrganizationRows.create();
    private final OrganizationRows other = OrganizationRows.create();
    private final String id = ID.formatted(own.organization());

    public GeneratedCertificates(int number) {
        this.number = number;
    }

    /** One kind of fault: what breaks the rows of the numbers, and what a sweep has to call it. */
    record Plan(String reference, String kind, boolean inSecure, String change) {}

    List<Plan> plans() {
        String changed = "update certificate_metadata set %s where certificate_id in (%%s)";
        return List.of(
                pair("counterpart_missing", false, "delete from certificate_metadata where certificate_id in (%s)"),
                pair("target_missing", true, "delete from certificates where id in (%s)"),
                pair("target_deleted", true, "update certificates set deleted_at = now() where id in (%s)"),
                pair("other_tenant", false, changed.formatted("organization_id = '" + other.organization() + "'")),
                pair("copies_differ", false, changed.formatted("common_name = 'other.example'")),
                pair("copies_differ", false, changed.formatted("status = 'revoked'")),
                pair("copies_differ", false, changed.formatted("not_before = not_before - interval '1 s'")),
                pair("copies_differ", false, changed.formatted("not_after = not_after + interval '1 s'")),
                pair("copies_differ", false, changed.formatted("owner_user_id = '" + member() + "'")),
                pair("copies_differ", false, changed.formatted("deleted_at = now()")),
                certificate("CERTIFICATE_CREATOR", "target_missing", "created_by_user_id = gen_random_uuid()"),
                certificate("CERTIFICATE_POLICY", "target_missing", "policy_id = gen_random_uuid()"),
                certificate("CERTIFICATE_WORKFLOW", "other_tenant", "workflow_id = '" + foreignWorkflow() + "'"),
                certificate("CERTIFICATE_POLICY", "target_deleted", "policy_id = '" + deletedPolicy() + "'"));
    }

    public UUID organization() {
        return own.organization();
    }

    public void insert() {
        Rows.secure(
                "insert into certificates (id, certificate_id, common_name, certificate_type, not_before, not_after,"
                        + " owner_user_id, created_by_user_id, status, pem_encoded_cert, der_encoded_cert, serial_number,"
                        + " thumbprint_sha256, issuer_dn, subject_dn, key_algorithm, signature_algorithm, organization_id)"
                        + " select " + id + ", ? || '-' || n, " + COMMON + ", " + SYSTEM
                        + ", 'active', p.pem, decode(p.pem, 'hex'),"
                        + " lpad(to_hex(n), 8, '0'), md5(n::text) || md5('t' || n), 'CN=issuer', 'CN=host-' || n, 'ECDSA', 'SHA256withECDSA', ?"
                        + " from generate_series(1, ?) n cross join lateral (select string_agg(md5(n || '-' || i), '') as pem"
                        + " from generate_series(1, 38) i) p",
                own.organization().toString(),
                own.organization(),
                number);
        Rows.core(
                "insert into certificate_metadata (certificate_id, common_name, certificate_type, not_before, not_after,"
                        + " owner_user_id, status, organization_id) select " + id + ", " + COMMON
                        + ", 'active', ? from generate_series(1, ?) n",
                own.organization(),
                number);
        analyze();
    }

    static void analyze() {
        Rows.secure("vacuum (analyze) certificates");
        Rows.core("vacuum (analyze) certificate_metadata");
    }

    /** Breaks `faults` rows that no other plan breaks. */
    void plant(Plan plan, int index, int faults) {
        String sql = UNSEEN + plan.change().formatted(ids(index, faults));
        if (plan.inSecure()) {
            Rows.secure(sql);
        } else {
            Rows.core(sql);
        }
    }

    /** How many of the rows the plan broke were found as what they are. */
    long found(Plan plan, int index, int faults) {
        return Rows.countCore(
                "integrity_findings where reference = ? and kind = ? and row_id in (" + ids(index, faults) + ")",
                plan.reference(),
                plan.kind());
    }

    /** All that was found among these certificates. */
    long found() {
        return Rows.countCore(
                "integrity_findings where row_organization_id = ? and row_id in (select " + id
                        + " from generate_series(1, ?) n)",
                own.organization(),
                number);
    }

    private String ids(int index, int faults) {
        int step = number / faults;
        return "select " + id + " from generate_series(" + (index + 1) + ", " + (index + 1 + (faults - 1) * step) + ", "
                + step + ") n";
    }

    private static Plan pair(String kind, boolean inSecure, String change) {
        return new Plan("METADATA_CERTIFICATE", kind, inSecure, change);
    }

    private static Plan certificate(String reference, String kind, String change) {
        return new Plan(reference, kind, true, "update certificates set " + change + " where id in (%s)");
    }

    private UUID member() {
        return other.target(CrossDatabaseTarget.USERS, null);
    }

    private UUID foreignWorkflow() {
        return Rows.workflow(other.organization(), UUID.randomUUID().toString());
    }

    private UUID deletedPolicy() {
        return own.target(CrossDatabaseTarget.POLICIES, FaultKind.TARGET_DELETED);
    }
}
