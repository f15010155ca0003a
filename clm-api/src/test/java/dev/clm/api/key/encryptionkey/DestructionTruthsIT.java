package dev.clm.api.key.encryptionkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.key.keyrotation.RotatingTenant;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.secure.key.keydestruction.DueDestructions;
import dev.clm.secure.key.signer.PlatformSigner;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
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

    /** Issue line A3. */
    @Test
    @Tag("K7")
    @Tag("keys-A3")
    void theKeyThatSignsForThePlatformIsNoOrganizations() {
        RunningService.shared().context().getBean(PlatformSigner.class).current();
        UUID platforms = Rows.secure(
                        UUID.class,
                        "select id from encryption_keys where purpose = 'platform' and key_status = 'active'")
                .get(0);
        Caller administrator = tenant.administrator();
        Map<String, String> rotation = Map.of("rotation_type", "compromise", "rotation_reason", "a test");

        administrator.get(KEYS + platforms).expect(404, "not_found");
        for (String dryRun : List.of("?dry_run=true", "")) {
            administrator
                    .post(KEYS + platforms + "/destroy" + dryRun, RotatingTenant.destruction(platforms))
                    .expect(404, "not_found");
            administrator.post(KEYS + platforms + "/rotate" + dryRun, rotation).expect(404, "not_found");
            administrator
                    .post(KEYS + platforms + "/report-compromise" + dryRun, "")
                    .expect(404, "not_found");
        }
        administrator.post(KEYS + platforms + "/cancel-destruction", "").expect(404, "not_found");
        administrator.get(KEYS + platforms + "/receipt").expect(404, "not_found");
        assertThat(Rows.countSecure(
                        "encryption_keys where id = ? and key_status = 'active' and destruction_state is null"
                                + " and compromised_at is null",
                        platforms))
                .isEqualTo(1);
    }

    private static void runJob() {
        RunningService.shared().context().getBean(DueDestructions.class).run();
    }
}
