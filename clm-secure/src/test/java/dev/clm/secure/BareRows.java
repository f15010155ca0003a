package dev.clm.secure;

import dev.clm.common.tenant.OrganizationId;
import java.util.UUID;

/** Rows that hold what a test is about and nothing else: without their references, without triggers. */
public final class BareRows {
    private static final String UNSEEN = "set session_replication_role = replica; ";

    private BareRows() {}

    public static UUID certificate(OrganizationId tenant, String status, double daysOver, double daysLeft) {
        UUID id = UUID.randomUUID();
        UUID user = UUID.randomUUID();
        SecureTestDatabase.asSuperuser(
                "insert into certificates (id, organization_id, certificate_id, common_name, certificate_type, status,"
                        + " pem_encoded_cert, der_encoded_cert, serial_number, thumbprint_sha256, issuer_dn, subject_dn,"
                        + " key_algorithm, signature_algorithm, not_before, not_after, owner_user_id, created_by_user_id)"
                        + " values (?, ?, ?, 'a', 'leaf', ?, '', '', '1', ?, '', '', 'ECDSA', '',"
                        + " now() - ? * interval '1 day', now() + ? * interval '1 day', ?, ?)",
                id,
                tenant.value(),
                id.toString(),
                status,
                id.toString(),
                daysOver,
                daysLeft,
                user,
                user);
        return id;
    }

    /** `since` is a column that says since when the key is out of use, or null. */
    public static UUID privateKey(OrganizationId tenant, String since) {
        UUID id = UUID.randomUUID();
        SecureTestDatabase.asSuperuser(
                UNSEEN
                        + "insert into private_keys (id, organization_id, certificate_id, encryption_key_id,"
                        + " encrypted_key_material, encryption_iv, key_algorithm, created_by_user_id, "
                        + (since == null ? "updated_at" : since)
                        + ") values (?, ?, ?, ?, '', '', 'ECDSA', ?, now())",
                id,
                tenant.value(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID());
        return id;
    }

    /** `columns` are assignments to key_rotations. */
    public static UUID rotation(OrganizationId tenant, String status, String columns) {
        UUID id = UUID.randomUUID();
        SecureTestDatabase.asSuperuser(
                UNSEEN
                        + "insert into key_rotation_history (id, organization_id, old_key_id, new_key_id, rotation_type,"
                        + " rotation_started_at, rotation_status, initiated_by_user_id)"
                        + " values (?, ?, ?, ?, 'manual', now(), ?, ?)",
                id,
                tenant.value(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                status,
                UUID.randomUUID());
        SecureTestDatabase.asSuperuser(
                UNSEEN + "insert into key_rotations (id, organization_id) values (?, ?)", id, tenant.value());
        SecureTestDatabase.asSuperuser(UNSEEN + "update key_rotations set " + columns + " where id = ?", id);
        return id;
    }

    /** One that signs lists: an authority with its certificate, and its full list, `hours` old. */
    public static UUID authority(OrganizationId tenant, long crlNumber, double hours, double hoursLeft) {
        UUID certificate = certificate(tenant, "active", 1, 1_000);
        UUID id = UUID.randomUUID();
        SecureTestDatabase.asSuperuser(
                "insert into certificate_authorities (id, organization_id, name, certificate_id, created_by_user_id)"
                        + " values (?, ?, ?, ?, ?)",
                id,
                tenant.value(),
                "a" + id,
                certificate,
                UUID.randomUUID());
        SecureTestDatabase.asSuperuser(
                "insert into crl_publications (organization_id, authority_id, shard, crl_number, this_update, next_update,"
                        + " published_at) values (?, ?, 0, ?, now(), now() + ? * interval '1 hour',"
                        + " now() - ? * interval '1 hour')",
                tenant.value(),
                id,
                crlNumber,
                hoursLeft,
                hours);
        return certificate;
    }
}
