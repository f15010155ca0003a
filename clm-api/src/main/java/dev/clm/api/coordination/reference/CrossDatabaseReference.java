package dev.clm.api.coordination.reference;

import static dev.clm.api.coordination.reference.CrossDatabaseTarget.CERTIFICATES;
import static dev.clm.api.coordination.reference.CrossDatabaseTarget.CERTIFICATE_REQUESTS;
import static dev.clm.api.coordination.reference.CrossDatabaseTarget.ORGANIZATIONS;
import static dev.clm.api.coordination.reference.CrossDatabaseTarget.POLICIES;
import static dev.clm.api.coordination.reference.CrossDatabaseTarget.USERS;
import static dev.clm.api.coordination.reference.CrossDatabaseTarget.WORKFLOWS;
import static dev.clm.api.coordination.reference.ReferenceRule.KEEP_MARKED;
import static dev.clm.api.coordination.reference.ReferenceRule.NULLIFY;
import static dev.clm.api.coordination.reference.ReferenceRule.QUARANTINE;
import static dev.clm.api.coordination.reference.ReferenceRule.SOFT_DELETE;

import dev.clm.migrations.ClmDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Every uuid column of one database that points into the other (requirements X2 to X5): the only place that knows them.
 * A test holds it against the comments in both catalogs.
 */
public enum CrossDatabaseReference {
    ENCRYPTION_KEY_CREATOR("encryption_keys", "created_by_user_id", USERS, KEEP_MARKED),
    CERTIFICATE_OWNER("certificates", "owner_user_id", USERS, QUARANTINE),
    CERTIFICATE_CREATOR("certificates", "created_by_user_id", USERS, KEEP_MARKED),
    PRIVATE_KEY_CREATOR("private_keys", "created_by_user_id", USERS, KEEP_MARKED),
    REQUEST_REQUESTER("certificate_requests", "requester_user_id", USERS, KEEP_MARKED),
    REQUEST_APPROVER("certificate_requests", "approver_user_id", USERS, KEEP_MARKED),
    REVOCATION_REVOKER("certificate_revocations", "revoked_by_user_id", USERS, KEEP_MARKED),
    ROTATION_INITIATOR("key_rotation_history", "initiated_by_user_id", USERS, KEEP_MARKED),
    DESTRUCTION_REQUESTER("key_destructions", "requested_by_user_id", USERS, KEEP_MARKED),
    DESTRUCTION_CANCELLER("key_destructions", "cancelled_by_user_id", USERS, KEEP_MARKED),
    AUDIT_USER("secure_audit_log", "user_id", USERS, KEEP_MARKED),
    AUTHORITY_CREATOR("certificate_authorities", "created_by_user_id", USERS, KEEP_MARKED),
    /** Expires by itself. */
    IDEMPOTENCY_KEY_USER("idempotency_keys", "user_id", USERS, KEEP_MARKED),

    CERTIFICATE_POLICY("certificates", "policy_id", POLICIES, NULLIFY),
    CERTIFICATE_WORKFLOW("certificates", "workflow_id", WORKFLOWS, NULLIFY),
    /** A request shows the rules it was made under as long as anybody can look them up. */
    REQUEST_POLICY("certificate_requests", "policy_id", POLICIES, KEEP_MARKED, NULLIFY),
    REQUEST_WORKFLOW("certificate_requests", "workflow_id", WORKFLOWS, KEEP_MARKED, NULLIFY),

    CERTIFICATE_ORGANIZATION("certificates", "organization_id", ORGANIZATIONS, SOFT_DELETE),
    REQUEST_ORGANIZATION("certificate_requests", "organization_id", ORGANIZATIONS, SOFT_DELETE),
    PRIVATE_KEY_ORGANIZATION("private_keys", "organization_id", ORGANIZATIONS, QUARANTINE),
    PRIVATE_KEY_USES_ORGANIZATION("private_key_uses", "organization_id", ORGANIZATIONS, KEEP_MARKED),
    ENCRYPTION_KEY_ORGANIZATION("encryption_keys", "organization_id", ORGANIZATIONS, KEEP_MARKED),
    ROTATION_ORGANIZATION("key_rotation_history", "organization_id", ORGANIZATIONS, KEEP_MARKED),
    ROTATION_STATE_ORGANIZATION("key_rotations", "organization_id", ORGANIZATIONS, KEEP_MARKED),
    QUARANTINED_KEY_ORGANIZATION("quarantined_private_keys", "organization_id", ORGANIZATIONS, KEEP_MARKED),
    ROTATION_CERTIFICATE_ORGANIZATION("key_rotation_certificates", "organization_id", ORGANIZATIONS, KEEP_MARKED),
    DESTRUCTION_ORGANIZATION("key_destructions", "organization_id", ORGANIZATIONS, KEEP_MARKED),
    AUDIT_ORGANIZATION("secure_audit_log", "organization_id", ORGANIZATIONS, KEEP_MARKED),
    /** Relying parties need revocations, authorities and lists as long as one certificate is in use. */
    REVOCATION_ORGANIZATION("certificate_revocations", "organization_id", ORGANIZATIONS, KEEP_MARKED),
    AUTHORITY_ORGANIZATION("certificate_authorities", "organization_id", ORGANIZATIONS, KEEP_MARKED),
    REVOCATION_LIST_ORGANIZATION("certificate_revocation_lists", "organization_id", ORGANIZATIONS, KEEP_MARKED),
    PARTIAL_LIST_ORGANIZATION("partial_revocation_lists", "organization_id", ORGANIZATIONS, KEEP_MARKED),
    CRL_PUBLICATION_ORGANIZATION("crl_publications", "organization_id", ORGANIZATIONS, KEEP_MARKED),
    /** Ends when its event is done and old. */
    SECURE_OUTBOX_ORGANIZATION("outbox", "organization_id", ORGANIZATIONS, KEEP_MARKED),
    /** Expires by itself. */
    IDEMPOTENCY_KEY_ORGANIZATION("idempotency_keys", "organization_id", ORGANIZATIONS, KEEP_MARKED),

    METADATA_CERTIFICATE("certificate_metadata", "certificate_id", CERTIFICATES, SOFT_DELETE),
    WORKFLOW_INSTANCE_CERTIFICATE("workflow_instances", "certificate_id", CERTIFICATES, NULLIFY),
    WORKFLOW_INSTANCE_REQUEST("workflow_instances", "certificate_request_id", CERTIFICATE_REQUESTS, NULLIFY);

    private static final Set<String> SOFT_DELETABLE = Set.of(
            "encryption_keys",
            "certificates",
            "private_keys",
            "certificate_requests",
            "certificate_authorities",
            "certificate_metadata");

    private final String table;
    private final String column;
    private final CrossDatabaseTarget target;
    private final ReferenceRule onDelete;
    private final ReferenceRule onOrphan;

    CrossDatabaseReference(String table, String column, CrossDatabaseTarget target, ReferenceRule rule) {
        this(table, column, target, rule, rule);
    }

    CrossDatabaseReference(
            String table, String column, CrossDatabaseTarget target, ReferenceRule onDelete, ReferenceRule onOrphan) {
        this.table = table;
        this.column = column;
        this.target = target;
        this.onDelete = onDelete;
        this.onOrphan = onOrphan;
    }

    /** The references that a delete of such a row concerns. */
    public static List<CrossDatabaseReference> to(CrossDatabaseTarget target) {
        return Arrays.stream(values()).filter(r -> r.target == target).toList();
    }

    /** Where the referring column stands: the database that is not the target's. */
    public ClmDatabase database() {
        return target.database() == ClmDatabase.CORE ? ClmDatabase.SECURE : ClmDatabase.CORE;
    }

    public String table() {
        return table;
    }

    public String column() {
        return column;
    }

    public CrossDatabaseTarget target() {
        return target;
    }

    /** What a soft delete of the target does; its restore takes that back. */
    public ReferenceRule onDelete() {
        return onDelete;
    }

    /** How a row is repaired whose target is not there at all. */
    public ReferenceRule onOrphan() {
        return onOrphan;
    }

    /** Whether the row repeats what the target is, so that the relay brings a delete as one fact among others. */
    public boolean isCopy() {
        return this == METADATA_CERTIFICATE;
    }

    /** Whether rows of the table can be soft-deleted themselves. */
    public boolean isSoftDeletable() {
        return SOFT_DELETABLE.contains(table);
    }

    /** Whether a soft-deleted target is a fault as well. Evidence may point to what was deleted, as long as it can be looked up. */
    public boolean needsLiveTarget() {
        return onDelete != KEEP_MARKED;
    }
}
