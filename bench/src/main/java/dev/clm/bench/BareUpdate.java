package dev.clm.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * What a rotation cannot do without: one UPDATE that writes the four columns of all rows, by the role of the service for that
 * tenant, with its indexes, triggers, foreign keys and WAL. There and back again, so that what is sealed fits its key afterwards.
 */
final class BareUpdate {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String UPDATE = """
            update private_keys
            set encryption_key_id = ?, encrypted_key_material = encrypted_key_material || ''::bytea,
                encryption_iv = encryption_iv || ''::bytea, encryption_auth_tag = encryption_auth_tag || ''::bytea
            where encryption_key_id = ?""";

    private static final String OTHER_KEY = """
            insert into encryption_keys (id, organization_id, key_id, key_type, algorithm, key_status,
                encrypted_key_material, key_wrap_algorithm, created_by_user_id)
            select ?, organization_id, 'bench-' || ?::text, key_type, algorithm, 'rotating', '\\x00', key_wrap_algorithm,
                created_by_user_id
            from encryption_keys where id = ?""";

    private final FloorDatabases databases;
    private final Connection superuser;

    BareUpdate(FloorDatabases databases, Connection superuser) {
        this.databases = databases;
        this.superuser = superuser;
    }

    /** Rows per second of both ways together. */
    double rowsPerSecond(UUID key) throws SQLException {
        UUID other = UUID.randomUUID();
        try (PreparedStatement insert = superuser.prepareStatement(OTHER_KEY)) {
            insert.setObject(1, other);
            insert.setObject(2, other);
            insert.setObject(3, key);
            insert.executeUpdate();
        }
        UUID organization = ManyKeys.uuid(superuser, "select organization_id from encryption_keys where id = ?", key);
        try (Connection tenant = databases.tenant(organization)) {
            return rowsPerSecond(tenant, key, other);
        }
    }

    private double rowsPerSecond(Connection tenant, UUID key, UUID other) throws SQLException {
        long rows = 0;
        long nanos = 0;
        for (UUID target : new UUID[] {other, key}) {
            ManyKeys.tidy(superuser);
            long start = System.nanoTime();
            rows += move(tenant, target.equals(key) ? other : key, target);
            nanos += System.nanoTime() - start;
        }
        return rows * NANOS_PER_SECOND / nanos;
    }

    private static int move(Connection tenant, UUID source, UUID target) throws SQLException {
        try (PreparedStatement update = tenant.prepareStatement(UPDATE)) {
            update.setObject(1, target);
            update.setObject(2, source);
            return update.executeUpdate();
        }
    }
}
