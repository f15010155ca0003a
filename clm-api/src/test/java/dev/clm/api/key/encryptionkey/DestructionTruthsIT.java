package dev.clm.api.key.encryptionkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.key.keyrotation.RotatingTenant;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.secure.key.keydestruction.DueDestructions;
import java.sql.Connection;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is said of a destruction is so, whatever happens to the key meanwhile. */
@Tag("K6")
class DestructionTruthsIT {
    private static final String KEYS = "/api/v1/encryption-keys/";

    private final RotatingTenant tenant = new RotatingTenant(1);
    private final UUID key = tenant.activeKey();

    @Test
    void aReceiptNamesWhatWasErasedThoughTheMasterKeyWasRotatedMeanwhile() throws Exception {
        tenant.destroy(key).expect(202);
        RotatingTenant.makeDue(key);
        Rows.secure("update key_destructions set state = 'destroying' where encryption_key_id = ?", key);
        CompletableFuture<Void> destroying;
        try (Connection rewrapping = RotatingTenant.holding(
                "update encryption_keys set encrypted_key_material = sha512(encrypted_key_material) where id = ?",
                key)) {
            destroying = CompletableFuture.runAsync(DestructionTruthsIT::runJob);
            RotatingTenant.awaitWaiter(rewrapping);
            String erased = Rows.secure(
                            String.class,
                            "select encode(sha256(sha512(encrypted_key_material)), 'hex') from encryption_keys where id = ?",
                            key)
                    .get(0);
            rewrapping.commit();
            destroying.join();
            runJob();

            assertThat(tenant.administrator()
                            .get(KEYS + key + "/receipt")
                            .expect(200)
                            .text("material_sha256"))
                    .isEqualTo(erased);
        }
    }

    @Test
    void aDryRunIsRefusedWhereTheDestructionWouldBe() {
        Rows.secure(
                "update certificates set encryption_key_id = ? where organization_id = ?",
                key,
                tenant.administrator().organizationId());

        assertThat(tenant.administrator()
                        .post(KEYS + key + "/destroy?dry_run=true", RotatingTenant.destruction(key))
                        .expect(409, "state_conflict")
                        .text("detail"))
                .startsWith("certificates name the key");
        tenant.destroy(key).expect(409, "state_conflict");
    }

    private static void runJob() {
        RunningService.shared().context().getBean(DueDestructions.class).run();
    }
}
