package dev.clm.api.key.keyrotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import java.sql.Connection;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K3")
class KeyRotationIT {
    /** More than are looked for at once, with ids before all others and dates before theirs. */
    private static final String MANY_PAUSED = """
            insert into encryption_keys (id, key_id, key_type, algorithm, key_status, encrypted_key_material,
                key_wrap_algorithm, created_by_user_id, organization_id, purpose, next_rotation_at)
            select overlay('00000000-0000-7000-8000-000000000000' placing lpad(n::text, 6, '0') from 31)::uuid,
                'paused-' || n, 'data', 'AES-256-GCM', case when n % 2 = 0 then 'active' else 'rotating' end, ''::bytea,
                'AES-256-GCM', '00000000-0000-7000-8000-000000000001', md5('paused' || n / 2)::uuid, 'certificate',
                now() - interval '1 day'
            from generate_series(2, 301) n;
            insert into key_rotation_history (id, old_key_id, new_key_id, rotation_type, rotation_started_at,
                initiated_by_user_id, organization_id)
            select md5(id::text)::uuid, overlay(id::text placing lpad((right(key_id, -7)::int + 1)::text, 6, '0') from 31)::uuid,
                id, 'manual', now(), created_by_user_id, organization_id
            from encryption_keys where key_id like 'paused-%' and key_status = 'active';
            insert into key_rotations (id, organization_id, purpose, paused_at)
            select id, organization_id, 'certificate', now() from key_rotation_history
            where old_key_id in (select id from encryption_keys where key_id like 'paused-%')""";

    private static final String MANY_GONE = """
            delete from key_rotations where organization_id in
                (select organization_id from encryption_keys where key_id like 'paused-%');
            delete from key_rotation_history where organization_id in
                (select organization_id from encryption_keys where key_id like 'paused-%');
            delete from encryption_keys where key_id like 'paused-%'""";

    private static final Map<String, String> PKCS8 = Map.of("format", "pkcs8", "passphrase", "twelve characters");

    private final RotatingTenant rotating = new RotatingTenant(3);
    private final UUID oldKey = rotating.activeKey();

    /** Issue line A8. */
    @Test
    @Tag("T5")
    @Tag("keys-A8")
    void aReasonWithAControlCharacterNamesItsField() {
        assertThat(rotating.administrator()
                        .post(
                                "/api/v1/encryption-keys/" + oldKey + "/rotate",
                                Map.of("rotation_type", "manual", "rotation_reason", "due" + (char) 0))
                        .expect(422, "validation_failed")
                        .fields())
                .containsExactly("rotation_reason");
    }

    @Test
    void everyRowMovesToANewKeyAndTheOldOneIsRetired() {
        Answer begun = rotating.rotate(oldKey, "manual").expect(202);
        Answer done = rotating.awaitStatus(begun.id(), "completed");

        assertThat(begun.header("Location")).isEqualTo(RotatingTenant.ROTATIONS + begun.id());
        UUID newKey = UUID.fromString(begun.text("new_key_id"));
        assertThat(rotating.activeKey()).isEqualTo(newKey).isNotEqualTo(oldKey);
        assertThat(rotating.status(oldKey)).isEqualTo("retired");
        assertThat(rotating.rowsUnder(oldKey)).isZero();
        assertThat(done.json().path("items_re_encrypted").asInt()).isEqualTo(3);
        assertThat(done.json().path("total").asInt()).isEqualTo(3);
        assertThat(done.json().path("failed").asInt()).isZero();
        assertThat(done.text("completed_at")).isNotNull();
        assertThat(Rows.countSecure(
                        "key_rotation_history where id = ? and rotation_status = 'completed' and items_re_encrypted = 3"
                                + " and rotation_completed_at > rotation_started_at",
                        begun.id()))
                .isEqualTo(1);
    }

    @Test
    void keysOpenAndAuthoritiesSignAfterwards() {
        UUID certificate = rotating.issueWithKey("before.example");

        rotating.awaitStatus(rotating.rotate(oldKey, "emergency").expect(202).id(), "completed");

        rotating.administrator()
                .post(Tenant.path(certificate) + "/private-key/export", PKCS8)
                .expect(200);
        rotating.issueWithKey("after.example");
    }

    @Test
    void newKeysAreUnderTheNewDataKeyAtOnce() throws Exception {
        try (Connection held = rotating.holdOneRow(oldKey)) {
            Answer begun = rotating.rotate(oldKey, "manual").expect(202);
            UUID certificate = rotating.issueWithKey("meanwhile.example");

            assertThat(Rows.secure(
                            UUID.class,
                            "select encryption_key_id from private_keys where certificate_id = ?",
                            certificate))
                    .containsExactly(UUID.fromString(begun.text("new_key_id")));
            held.rollback();
            rotating.awaitStatus(begun.id(), "completed");
        }
    }

    @Test
    void aSecondRotationIsRefusedWhileOneRuns() throws Exception {
        try (Connection held = rotating.holdOneRow(oldKey)) {
            Answer begun = rotating.rotate(oldKey, "manual").expect(202);

            rotating.rotate(oldKey, "manual").expect(409, "state_conflict");
            rotating.rotate(rotating.activeKey(), "emergency").expect(409, "state_conflict");
            held.rollback();
            rotating.awaitStatus(begun.id(), "completed");
        }
        rotating.rotate(oldKey, "manual").expect(409, "state_conflict");
    }

    @Test
    @Tag("T4")
    void oneIdempotencyKeyStartsOneRotation() {
        String path = "/api/v1/encryption-keys/" + oldKey + "/rotate";
        Answer first = rotating.administrator().post(path, RotatingTenant.body("manual"), "once");
        Answer second = rotating.administrator().post(path, RotatingTenant.body("manual"), "once");

        assertThat(second.expect(202).text()).isEqualTo(first.expect(202).text());
        rotating.administrator()
                .post(path, RotatingTenant.body("emergency"), "once")
                .expect(422);
        rotating.awaitStatus(first.id(), "completed");
    }

    @Test
    void referencesOfCertificatesMoveToo() {
        UUID certificate = rotating.tenant().issue("reference.example");
        Rows.secure(
                "update certificates set encryption_key_id = ?, is_encrypted = true where id = ?", oldKey, certificate);

        Answer begun = rotating.rotate(oldKey, "manual").expect(202);
        rotating.awaitStatus(begun.id(), "completed");

        assertThat(Rows.secure(UUID.class, "select encryption_key_id from certificates where id = ?", certificate))
                .containsExactly(UUID.fromString(begun.text("new_key_id")));
    }

    @Test
    @Tag("S3")
    void anotherOrganizationsRotationIsNotThere() {
        UUID rotation = rotating.rotate(oldKey, "manual").expect(202).id();
        Tenant other = Tenant.create();

        other.administrator().get(RotatingTenant.ROTATIONS + rotation).expect(404, "not_found");
        other.administrator()
                .post(RotatingTenant.ROTATIONS + rotation + "/pause", "")
                .expect(404, "not_found");
        other.administrator()
                .post("/api/v1/encryption-keys/" + oldKey + "/rotate", RotatingTenant.body("manual"))
                .expect(404, "not_found");
        rotating.awaitStatus(rotation, "completed");
    }

    @Test
    void onlyWhoMayRotateKeysDoes() {
        rotating.tenant()
                .caller("CERT_ADMIN")
                .post("/api/v1/encryption-keys/" + oldKey + "/rotate", RotatingTenant.body("manual"))
                .expect(403, "forbidden");
    }

    @Test
    void badInputNamesItsField() {
        String path = "/api/v1/encryption-keys/" + oldKey + "/rotate";
        assertThat(rotating.rotate(oldKey, "scheduled").expect(422).fields()).containsExactly("rotation_type");
        assertThat(rotating.administrator().post(path, Map.of()).expect(422).fields())
                .containsExactly("rotation_type");
        assertThat(rotating.administrator()
                        .post(path, Map.of("rotation_type", "manual", "verify_percent", 0))
                        .expect(422)
                        .fields())
                .containsExactly("verify_percent");
        rotating.rotate(UUID.randomUUID(), "manual").expect(404, "not_found");
    }

    @Test
    void aDryRunChangesNothing() {
        Answer answer = rotating.administrator()
                .post("/api/v1/encryption-keys/" + oldKey + "/rotate?dry_run=true", RotatingTenant.body("manual"))
                .expect(200);

        assertThat(answer.json().path("references").asInt()).isEqualTo(3);
        assertThat(rotating.activeKey()).isEqualTo(oldKey);
        assertThat(Rows.countSecure("key_rotation_history where old_key_id = ?", oldKey))
                .isZero();
    }

    @Test
    void aDryRunIsRefusedWhereTheRotationWouldBe() throws Exception {
        try (Connection held = rotating.holdOneRow(oldKey)) {
            UUID rotation = rotating.rotate(oldKey, "manual").expect(202).id();
            dryRun(rotating.activeKey()).expect(409, "state_conflict");
            held.rollback();
            rotating.awaitStatus(rotation, "completed");
        }
        dryRun(oldKey).expect(409, "state_conflict");
        dryRun(rotating.activeKey()).expect(200);
        rotating.destroy(rotating.activeKey()).expect(202);
        dryRun(rotating.activeKey()).expect(409, "state_conflict");
    }

    private Answer dryRun(UUID key) {
        return rotating.administrator()
                .post("/api/v1/encryption-keys/" + key + "/rotate?dry_run=true", RotatingTenant.body("manual"));
    }

    @Test
    void listsShowTheNewestFirst() {
        UUID first = rotating.rotate(oldKey, "manual").expect(202).id();
        rotating.awaitStatus(first, "completed");
        UUID second =
                rotating.rotate(rotating.activeKey(), "manual").expect(202).id();
        rotating.awaitStatus(second, "completed");

        Answer page =
                rotating.administrator().get("/api/v1/key-rotations?limit=1").expect(200);
        assertThat(page.ids()).containsExactly(second);
        assertThat(rotating.administrator()
                        .get("/api/v1/key-rotations?limit=1&cursor=" + page.text("next_cursor"))
                        .expect(200)
                        .ids())
                .containsExactly(first);
    }

    @Test
    void dueKeysAreRotatedByTheScheduleAndTheNewKeyTakesItOver() {
        Rows.secure(
                "update encryption_keys set rotation_schedule_days = 30, next_rotation_at = now() where id = ?",
                oldKey);
        RunningService.shared().context().getBean(ScheduledRotation.class).startDue();

        UUID rotation = Rows.secure(
                        UUID.class,
                        "select id from key_rotation_history where old_key_id = ? and rotation_type = 'scheduled'",
                        oldKey)
                .get(0);
        rotating.awaitStatus(rotation, "completed");
        assertThat(Rows.countSecure(
                        "encryption_keys where id = ? and rotation_schedule_days = 30"
                                + " and next_rotation_at > now() + interval '29 days' and key_version = 2",
                        rotating.activeKey()))
                .isEqualTo(1);
    }

    /** Those of organizations whose last rotation is paused: due, and not to be begun. */
    @Test
    @Tag("K6")
    void manyThatCannotBeRotatedKeepNobodyFromItsTurn() {
        Rows.secureUnseen(MANY_PAUSED);
        try {
            Rows.secure("update encryption_keys set next_rotation_at = now() where id = ?", oldKey);
            RunningService.shared().context().getBean(ScheduledRotation.class).startDue();
            assertThat(Rows.countSecure(
                            "key_rotation_history where old_key_id = ? and rotation_type = 'scheduled'", oldKey))
                    .isEqualTo(1);
        } finally {
            Rows.secureUnseen(MANY_GONE);
        }
    }
}
