package dev.clm.secure.key;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Private keys of an organization whose ids are in the order of time, with statistics from before a rotation: of the key that
 * they have left the planner still expects nearly all.
 */
public final class MovedRows {
    /** Of the key that the others have left, and the newest of all. */
    public static final int LEFT = 20;
    /** More than any piece of those takes, and far fewer than the organization has. */
    public static final int FEW = 500;

    private static final int ROWS = 60_000;
    private static final String UNSEEN = "set session_replication_role = replica; ";

    private static final String PLANT = UNSEEN + """
            insert into private_keys (id, organization_id, certificate_id, encryption_key_id, previous_key_ids,
              encrypted_key_material, encryption_iv, key_algorithm, created_by_user_id)
            select i.id, '%1$s', i.id, k.id, array[k.id], '', '', 'ECDSA', i.id
            from generate_series(1, %4$d) n,
              lateral (select (lpad(to_hex(n), 12, '0') || substr(md5('%1$s' || n), 1, 20))::uuid id) i,
              lateral (select case when n <= %4$d / 10 then '%2$s'::uuid else '%3$s' end id) k""";

    private static final String MOVE = UNSEEN + """
            update private_keys set encryption_key_id = '%3$s', previous_key_ids = array['%3$s'::uuid]
            where organization_id = '%1$s' and encryption_key_id = '%2$s' and id not in
              (select id from private_keys where organization_id = '%1$s' order by id desc limit %4$d)""";

    private final OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
    private final UUID key = UUID.randomUUID();

    public static MovedRows plant() {
        MovedRows rows = new MovedRows();
        SecureTestDatabase.asSuperuser(PLANT.formatted(rows.tenant.value(), UUID.randomUUID(), rows.key, ROWS));
        SecureTestDatabase.asSuperuser("analyze private_keys");
        SecureTestDatabase.asSuperuser(MOVE.formatted(rows.tenant.value(), rows.key, UUID.randomUUID(), LEFT));
        return rows;
    }

    public void remove() {
        SecureTestDatabase.asSuperuser(UNSEEN + "delete from private_keys where organization_id = ?", tenant.value());
        SecureTestDatabase.asSuperuser("analyze private_keys");
    }

    public OrganizationId tenant() {
        return tenant;
    }

    /** The one that they have left; of those that are left it is the first one, too. */
    public UUID key() {
        return key;
    }

    /** How many rows it reads as the tenant. */
    public long readByTenant(Consumer<SecureTransaction> walk) {
        return SecureTestDatabase.database().inTransaction(tenant, tx -> read(tx, walk));
    }

    public static long readByService(Consumer<SecureTransaction> walk) {
        return SecureTestDatabase.database().inServiceRole("a test", tx -> read(tx, walk));
    }

    private static long read(SecureTransaction tx, Consumer<SecureTransaction> walk) {
        walk.accept(tx);
        return tx.dsl()
                .fetchSingle("select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables"
                        + " where relname = 'private_keys'")
                .get(0, Long.class);
    }
}
