package dev.clm.secure.key.privatekey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.BareRows;
import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.key.privatekey.PrivateKeyCountRepository.PrivateKeyCounts;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C7")
class PrivateKeyCountRepositoryIT {
    private final OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
    private final PrivateKeyCounts before = count();

    @AfterEach
    void remove() {
        SecureTestDatabase.asSuperuser(
                "set session_replication_role = replica; delete from private_keys where organization_id = ?",
                tenant.value());
    }

    @Test
    void oneInUseIsCountedAsThat() {
        BareRows.privateKey(tenant, null);
        assertGrown(1, 0, 0, 0);
    }

    @Test
    void oneOutOfUseIsCountedOnce() {
        UUID id = BareRows.privateKey(tenant, "quarantined_at");
        assertGrown(0, 1, 0, 0);
        set(id, "deleted_at");
        assertGrown(0, 0, 1, 0);
        set(id, "shredded_at");
        assertGrown(0, 0, 0, 1);
    }

    @Test
    void thoseOutOfUseAreReadFromAnIndexAlone() {
        String plan = SecureTestDatabase.database().inServiceRole("a test", tx -> {
            tx.dsl().execute("set local enable_seqscan = off; set local enable_bitmapscan = off");
            return String.join(
                    "\n",
                    tx.dsl()
                            .fetch("explain " + PrivateKeyCountRepository.OUT_OF_USE)
                            .getValues(0, String.class));
        });
        assertThat(plan).contains("Index Only Scan using idx_private_keys_out_of_use");
    }

    private static void set(UUID id, String since) {
        SecureTestDatabase.asSuperuser(
                "set session_replication_role = replica; update private_keys set " + since + " = now() where id = ?",
                id);
    }

    private void assertGrown(int inUse, int quarantined, int deleted, int destroyed) {
        assertThat(count())
                .isEqualTo(new PrivateKeyCounts(
                        before.inUse() + inUse,
                        before.quarantined() + quarantined,
                        before.deleted() + deleted,
                        before.destroyed() + destroyed));
    }

    private static PrivateKeyCounts count() {
        return SecureTestDatabase.database().inServiceRole("a test", new PrivateKeyCountRepository()::count);
    }
}
