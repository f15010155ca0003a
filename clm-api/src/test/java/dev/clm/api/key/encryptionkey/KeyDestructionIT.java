package dev.clm.api.key.encryptionkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.keydestruction.DueDestructions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@Tag("K5")
class KeyDestructionIT {
    private static final String KEYS = "/api/v1/encryption-keys/";
    private static final Map<String, String> EXPORT = Map.of("format", "pkcs8", "passphrase", "correct horse battery");

    private final Tenant tenant = Tenant.create();
    private final Caller admin = tenant.administrator();
    private UUID key;
    private String keyId;
    private UUID certificate;

    @BeforeEach
    void aKeyInUse() {
        certificate = admin.post(
                        Tenant.CERTIFICATES,
                        Tenant.madeKey("shred.example", Map.of("algorithm", "ECDSA", "exportable", true)))
                .expect(201)
                .id();
        key = Rows.secure(
                        UUID.class, "select encryption_key_id from private_keys where certificate_id = ?", certificate)
                .get(0);
        keyId = admin.get(KEYS + key).expect(200).text("key_id");
    }

    @Test
    void aKeyInUseIsRefusedUnlessItsLossIsConfirmed() {
        assertThat(admin.post(KEYS + key + "/destroy", "")
                        .expect(409, "state_conflict")
                        .text("detail"))
                .contains("protects 1 rows");
        admin.post(KEYS + key + "/destroy", Map.of("shred", true)).expect(422, "validation_failed");
        admin.post(KEYS + key + "/destroy", Map.of("shred", true, "key_id", "data-other"))
                .expect(422, "validation_failed");
        assertThat(destructionDueAt()).isNull();
    }

    @Test
    void aDryRunSaysWhatWouldBeLostAndSchedulesNothing() {
        Answer planned =
                admin.post(KEYS + key + "/destroy?dry_run=true", confirmed()).expect(200);

        assertThat(planned.json().get("references").asLong()).isEqualTo(1);
        assertThat(planned.json().get("dry_run").asBoolean()).isTrue();
        assertThat(destructionDueAt()).isNull();
    }

    @Test
    void theDelayIsSevenDaysAndUntilThenItIsCancelled() {
        schedule();
        assertThat(Instant.parse(destructionDueAt()))
                .isBetween(Instant.now().plus(Duration.ofDays(6)), Instant.now().plus(Duration.ofDays(8)));
        admin.post(KEYS + key + "/destroy", confirmed()).expect(409, "state_conflict");
        admin.get(KEYS + key + "/receipt").expect(404, "not_found");

        admin.post(KEYS + key + "/cancel-destruction", "").expect(200);

        runJob();
        assertThat(destructionDueAt()).isNull();
        admin.post(Tenant.path(certificate) + "/private-key/export", EXPORT).expect(200);
        admin.post(KEYS + key + "/cancel-destruction", "").expect(409, "state_conflict");
    }

    @Test
    void beforeItIsDueTheJobLeavesTheKeyAlone() {
        schedule();

        runJob();

        admin.post(Tenant.path(certificate) + "/private-key/export", EXPORT).expect(200);
    }

    @Test
    void onceDueThePrivateKeysAreUnrecoverableAndAReceiptSaysSo() throws Exception {
        String wrapped = Rows.secure(
                        String.class,
                        "select encode(encrypted_key_material, 'hex') from encryption_keys where id = ?",
                        key)
                .get(0);
        schedule();
        makeDue();

        runJob();

        admin.post(KEYS + key + "/cancel-destruction", "").expect(409, "state_conflict");
        JsonNode receipt = admin.get(KEYS + key + "/receipt").expect(200).json();
        assertThat(receipt.get("key_id").asString()).isEqualTo(keyId);
        assertThat(receipt.get("private_keys_lost").asLong()).isEqualTo(1);
        assertThat(receipt.get("requested_by_user_id").asString())
                .isEqualTo(admin.userId().toString());
        assertThat(receipt.get("material_sha256").asString())
                .isEqualTo(sha256(HexFormat.of().parseHex(wrapped)));
        assertThat(Rows.countSecure(
                        "secure_audit_log where event_type = 'encryption_key.destroyed' and event_id = ?",
                        receipt.get("audit_event_id").asString()))
                .isEqualTo(1);
        assertThat(Rows.countSecure("encryption_keys where id = ? and octet_length(encrypted_key_material) = 0", key))
                .isEqualTo(1);
        admin.post(Tenant.path(certificate) + "/private-key/export", EXPORT).expect(409, "state_conflict");
        assertThat(admin.get(KEYS + key).expect(200).json().get("references").asLong())
                .isZero();
    }

    @Test
    void keysOfSeveralPiecesAndOnesAstrayAreLostThoughAnEarlierRunWasKilled() {
        UUID elsewhere = UUID.randomUUID();
        plant(4_500, admin.organizationId());
        plant(1, elsewhere);
        try {
            schedule();
            makeDue();
            Rows.secureUnseen(
                    "update private_keys set shredded_at = now(), deleted_at = now() where id in (select id"
                            + " from private_keys where encryption_key_id = ? order by id limit 2100)",
                    key);

            runJob();

            assertThat(admin.get(KEYS + key + "/receipt")
                            .expect(200)
                            .json()
                            .path("private_keys_lost")
                            .asLong())
                    .isEqualTo(4_502);
            assertThat(Rows.countSecure(
                            "private_keys where encryption_key_id = ? and (shredded_at is null or deleted_at is null)",
                            key))
                    .isZero();
        } finally {
            Rows.secureUnseen(
                    "delete from private_keys where encryption_key_id = ? and certificate_id <> ?", key, certificate);
        }
    }

    /** Rows under the key, of no certificate. */
    private void plant(int rows, UUID organization) {
        Rows.secureUnseen(
                "insert into private_keys (certificate_id, encrypted_key_material, encryption_key_id, encryption_iv,"
                        + " encryption_auth_tag, key_algorithm, created_by_user_id, organization_id)"
                        + " select gen_random_uuid(), k.encrypted_key_material, k.encryption_key_id, k.encryption_iv,"
                        + " k.encryption_auth_tag, k.key_algorithm, k.created_by_user_id, ?"
                        + " from private_keys k, generate_series(1, ?) where k.certificate_id = ?",
                organization,
                rows,
                certificate);
    }

    /** A1: what one look finds due is not destroyed before another, minutes later, finds it so too. */
    @Test
    @Tag("T7")
    void aDestructionIsCarriedOutAtTheSecondLookAndNotBefore() {
        schedule();
        makeDue();
        Rows.secure("update key_destructions set due_seen_at = null where encryption_key_id = ?", key);

        runJob();
        runJob();

        admin.post(Tenant.path(certificate) + "/private-key/export", EXPORT).expect(200);
        assertThat(Rows.countSecure("key_destructions where encryption_key_id = ? and due_seen_at is not null", key))
                .isEqualTo(1);
        Rows.secure(
                "update key_destructions set due_seen_at = now() - interval '6 minutes' where encryption_key_id = ?",
                key);
        runJob();
        admin.get(KEYS + key + "/receipt").expect(200);
        assertThat(Rows.secure(
                        String.class,
                        "select event_data ->> 'due_seen_at' from secure_audit_log"
                                + " where event_type = 'encryption_key.destroyed' and resource_id = ?",
                        key))
                .doesNotContainNull()
                .hasSize(1);
    }

    /** A1: the database's clock was eight days ahead at the first look, and is right at the second. */
    @Test
    @Tag("T7")
    void whatIsNotDueAtTheSecondLookIsForgottenAsIfItHadNeverBeen() {
        schedule();
        Rows.secure(
                "update key_destructions set due_seen_at = now() - interval '6 minutes' where encryption_key_id = ?",
                key);

        runJob();

        admin.get(KEYS + key + "/receipt").expect(404, "not_found");
        assertThat(Rows.countSecure("key_destructions where encryption_key_id = ? and due_seen_at is null", key))
                .isEqualTo(1);
        admin.post(KEYS + key + "/cancel-destruction", "").expect(200);
    }

    @Test
    void whatWasLoadedIsDroppedAndNothingOpensAnyMore() {
        DataKeyRing ring = RunningService.shared().context().getBean(DataKeyRing.class);
        OrganizationId organization = OrganizationId.of(admin.organizationId());
        assertThat(ring.key(organization, key)).isNotNull();
        schedule();
        makeDue();
        runJob();

        ring.dropUnneeded();

        assertThatThrownBy(() -> ring.key(organization, key))
                .isInstanceOfSatisfying(
                        ClmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_UNUSABLE));
        assertThat(ring.active(organization).id()).isNotEqualTo(key);
    }

    @Test
    void anotherOrganizationsKeyStaysAsItIs() {
        Tenant other = Tenant.create();
        UUID others = other.administrator()
                .post(
                        Tenant.CERTIFICATES,
                        Tenant.madeKey("other.example", Map.of("algorithm", "ECDSA", "exportable", true)))
                .expect(201)
                .id();
        other.administrator().post(KEYS + key + "/destroy", confirmed()).expect(404, "not_found");
        schedule();
        makeDue();
        runJob();

        other.administrator()
                .post(Tenant.path(others) + "/private-key/export", EXPORT)
                .expect(200);
    }

    @Test
    void aRetiredKeyWithoutRowsNeedsNoConfirmation() {
        UUID retired = Rows.secure(
                        UUID.class,
                        "insert into encryption_keys (key_id, key_type, algorithm, key_status, encrypted_key_material,"
                                + " key_wrap_algorithm, created_by_user_id, organization_id) select key_id || '-old',"
                                + " key_type, algorithm, 'retired', encrypted_key_material, key_wrap_algorithm,"
                                + " created_by_user_id, organization_id from encryption_keys where id = ? returning id",
                        key)
                .get(0);

        admin.post(KEYS + retired + "/destroy", Map.of("reason", "rotated")).expect(202);
    }

    /** Issue line A8. */
    @Test
    @Tag("T4")
    @Tag("keys-A8")
    void oneIdempotencyKeyAsksOnce() {
        Answer first = admin.post(KEYS + key + "/destroy", confirmed(), "destroy-" + key)
                .expect(202);

        Answer second = admin.post(KEYS + key + "/destroy", confirmed(), "destroy-" + key)
                .expect(202);

        assertThat(second.text()).isEqualTo(first.text());
        assertThat(Rows.countSecure("key_destructions where encryption_key_id = ?", key))
                .isEqualTo(1);
    }

    /** Issue line A8. */
    @Test
    @Tag("T5")
    @Tag("keys-A8")
    void aReasonWithAControlCharacterNamesItsField() {
        Map<String, Object> body =
                Map.of("shred", true, "key_id", keyId, "stop_organization", true, "reason", "gone" + (char) 0);

        assertThat(admin.post(KEYS + key + "/destroy", body)
                        .expect(422, "validation_failed")
                        .fields())
                .containsExactly("reason");
    }

    @Test
    void destroyingNeedsThePermission() {
        tenant.caller("CERT_ADMIN").post(KEYS + key + "/destroy", confirmed()).expect(403, "forbidden");
        tenant.caller("CERT_ADMIN").post(KEYS + key + "/cancel-destruction", "").expect(403, "forbidden");
        tenant.caller("CERT_ADMIN").get(KEYS + key + "/receipt").expect(403, "forbidden");
    }

    private void schedule() {
        assertThat(admin.post(KEYS + key + "/destroy", confirmed()).expect(202).header("Location"))
                .isEqualTo(KEYS + key);
    }

    private Map<String, Object> confirmed() {
        return Map.of("shred", true, "key_id", keyId, "stop_organization", true, "reason", "the customer left");
    }

    private String destructionDueAt() {
        return admin.get(KEYS + key).expect(200).text("destruction_due_at");
    }

    /** As if it had been asked for eight days ago. */
    private void makeDue() {
        assertThat(Rows.secure(
                        "update key_destructions set requested_at = requested_at - interval '8 days',"
                                + " due_at = due_at - interval '8 days', due_seen_at = now() - interval '6 minutes'"
                                + " where encryption_key_id = ?",
                        key))
                .isEqualTo(1);
    }

    private static void runJob() {
        RunningService.shared().context().getBean(DueDestructions.class).run();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
