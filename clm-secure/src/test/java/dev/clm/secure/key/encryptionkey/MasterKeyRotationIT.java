package dev.clm.secure.key.encryptionkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.key.masterkey.AssociatedData;
import dev.clm.secure.key.masterkey.GcmCiphertext;
import dev.clm.secure.key.masterkey.MasterKey;
import dev.clm.secure.key.masterkey.MasterKeyCheck;
import dev.clm.secure.key.masterkey.MasterKeyException;
import dev.clm.secure.key.masterkey.MasterKeys;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K2")
class MasterKeyRotationIT {
    private static final int TENANTS = 5;
    private static final Actor PLATFORM = Actor.platform();

    private static LocalPostgres postgres;
    private static SecureDatabase database;

    private final MasterKey old = masterKey(1);
    private final MasterKey next = masterKey(2);
    private final MasterKeys both = new MasterKeys(old, Optional.of(next));
    private final List<Sealed> sealed = new ArrayList<>();

    private record Sealed(OrganizationId tenant, UUID keyId, GcmCiphertext ciphertext) {}

    @BeforeAll
    static void startAServer() {
        postgres = LocalPostgres.temporary();
        postgres.bootstrap(ClmDatabase.SECURE);
        postgres.migrate(ClmDatabase.SECURE);
        database = SecureTestDatabase.open(postgres);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void someTenants() {
        execute("update encryption_keys set master_key_id = null");
        execute("delete from encryption_keys");
        start(MasterKeys.of(old));
        IntStream.range(0, TENANTS).forEach(i -> seal(ring(MasterKeys.of(old))));
    }

    @Test
    void everyDataKeyIsThenUnderTheNextMasterKeyAndTheOldOneRetired() {
        MasterKeyRotation.Outcome outcome = rotation(both).run(PLATFORM);

        assertThat(outcome).isEqualTo(new MasterKeyRotation.Outcome(old.keyId(), next.keyId(), TENANTS, 0));
        assertThat(statuses()).containsExactlyInAnyOrder(old.keyId() + " retired", next.keyId() + " active");
        requireAllOpen(MasterKeys.of(next));
    }

    @Test
    void afterwardsTheNextKeyAloneStartsAndTheOldOneAloneIsRefused() {
        rotation(both).run(PLATFORM);

        assertThatCode(() -> start(MasterKeys.of(next))).doesNotThrowAnyException();
        assertThatCode(() -> start(both)).doesNotThrowAnyException();
        assertThatThrownBy(() -> start(MasterKeys.of(old)))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining(next.keyId());
    }

    @Test
    void inBetweenBothAreNeededAndTheStartSaysSo() {
        leaveUnfinished();

        assertThatThrownBy(() -> start(MasterKeys.of(next)))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("is not done")
                .hasMessageContaining(old.keyId());
        assertThatThrownBy(() -> start(MasterKeys.of(old)))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("has begun");
        assertThatCode(() -> start(both)).doesNotThrowAnyException();
        requireAllOpen(both);
    }

    @Test
    void whatWasLeftUnfinishedIsGoneOnWith() {
        leaveUnfinished();

        rotation(both).resume();

        assertThat(statuses()).contains(old.keyId() + " retired");
        requireAllOpen(MasterKeys.of(next));
    }

    @Test
    void aKeyMadeMeanwhileIsWrappedByTheNextMasterKey() {
        leaveUnfinished();
        seal(ring(both));
        rotation(both).resume();

        requireAllOpen(MasterKeys.of(next));
    }

    @Test
    void anInstanceWithoutTheNextKeyMakesNoDataKeyAndGoesOnWithItsOwn() {
        DataKeyRing running = ring(MasterKeys.of(old));
        DataKey loaded = running.key(sealed.get(0).tenant(), sealed.get(0).keyId());
        rotation(both).run(PLATFORM);

        assertThat(loaded.decrypt(sealed.get(0).ciphertext(), bound(sealed.get(0))))
                .containsExactly(42);
        assertThatThrownBy(() -> running.active(OrganizationId.of(UUID.randomUUID())))
                .isInstanceOfSatisfying(
                        ClmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void manyAtOnceRewrapEachKeyOnce() {
        List<CompletableFuture<Integer>> runs = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(this::runAndCount))
                .toList();

        assertThat(runs.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(TENANTS);
        requireAllOpen(MasterKeys.of(next));
    }

    @Test
    void aDataKeyThatDoesNotOpenKeepsTheOldMasterKey() {
        execute("update encryption_keys set encrypted_key_material = set_byte(encrypted_key_material, 20,"
                + " get_byte(encrypted_key_material, 20) # 1) where id = '"
                + sealed.get(0).keyId() + "'");

        MasterKeyRotation.Outcome outcome = rotation(both).run(PLATFORM);

        assertThat(outcome.rewrapped()).isEqualTo(TENANTS - 1);
        assertThat(outcome.remaining()).isEqualTo(1);
        assertThat(statuses()).contains(old.keyId() + " rotating");
    }

    @Test
    void theDatabaseKeepsAMasterKeyThatStillWraps() {
        assertThatThrownBy(() -> execute("update encryption_keys set key_status = 'retired' where key_type = 'master'"))
                .hasMessageContaining("still wraps data keys");
    }

    @Test
    void backToAKeyThatServedBeforeIsPossible() {
        rotation(both).run(PLATFORM);
        rotation(new MasterKeys(next, Optional.of(old))).run(PLATFORM);

        assertThat(statuses()).containsExactlyInAnyOrder(old.keyId() + " active", next.keyId() + " retired");
        requireAllOpen(MasterKeys.of(old));
    }

    @Test
    void withoutANextKeyNothingBegins() {
        assertThatThrownBy(() -> rotation(MasterKeys.of(old)).run(PLATFORM))
                .isInstanceOf(ClmException.class)
                .hasMessageContaining("CLM_NEXT_MASTER_KEY_FILE");
        assertThat(statuses()).containsExactly(old.keyId() + " active");
    }

    @Test
    void aPreviewChangesNothing() {
        assertThat(rotation(both).preview())
                .isEqualTo(new MasterKeyRotation.Outcome(old.keyId(), next.keyId(), 0, TENANTS));
        assertThat(statuses()).containsExactly(old.keyId() + " active");
    }

    @Test
    @Tag("S5")
    void everyStepIsAudited() {
        rotation(both).run(PLATFORM);

        assertThat(lines("select event_type || ' ' || (organization_id is null) from secure_audit_log"
                        + " where event_data ->> 'new_key_id' = '" + next.keyId() + "'"
                        + " order by event_timestamp desc, id desc limit " + (TENANTS + 2)))
                .contains("master_key.rotation_started true", "master_key.rotation_completed true")
                .filteredOn("encryption_key.rewrapped false"::equals)
                .hasSize(TENANTS);
    }

    /** As a process leaves it that dies after the first data key. */
    private void leaveUnfinished() {
        rotation(both).run(PLATFORM);
        execute("update encryption_keys set key_status = 'rotating' where key_id = '" + old.keyId() + "'");
        rewrapByHand(sealed.get(1));
    }

    private void rewrapByHand(Sealed one) {
        database.inServiceRole("test", tx -> {
            RewrapRepository keys = new RewrapRepository();
            UUID oldRow = rowId(old);
            WrappedDataKey key = keys.page(tx, oldRow, null, 100).stream()
                    .filter(k -> k.id().equals(one.keyId()))
                    .findFirst()
                    .orElseThrow();
            return keys.rewrap(tx, key, oldRow, old.wrap(next.unwrap(key.wrapped(), key.bound()), key.bound()));
        });
    }

    private int runAndCount() {
        try {
            return rotation(both).run(PLATFORM).rewrapped();
        } catch (ClmException finishedElsewhere) {
            assertThat(finishedElsewhere.code()).isEqualTo(ErrorCode.STATE_CONFLICT);
            return 0;
        }
    }

    private void seal(DataKeyRing ring) {
        OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
        DataKey key = ring.active(tenant);
        Sealed one = new Sealed(tenant, key.id(), null);
        sealed.add(new Sealed(tenant, key.id(), key.encrypt(new byte[] {42}, bound(one))));
    }

    private void requireAllOpen(MasterKeys keys) {
        DataKeyRing ring = ring(keys);
        for (Sealed one : sealed) {
            assertThat(ring.key(one.tenant(), one.keyId()).decrypt(one.ciphertext(), bound(one)))
                    .containsExactly(42);
        }
    }

    private static AssociatedData bound(Sealed one) {
        return AssociatedData.ofPrivateKey(new UUID(0, 1), new UUID(0, 2), one.keyId(), one.tenant());
    }

    private static void start(MasterKeys keys) {
        new MasterKeyCheck(keys).verifyOrInitialise(database);
    }

    private static MasterKeyRotation rotation(MasterKeys keys) {
        return new MasterKeyRotation(database, keys);
    }

    private static DataKeyRing ring(MasterKeys keys) {
        return new DataKeyRing(database, keys, 1L << 31);
    }

    private static MasterKey masterKey(int first) {
        byte[] raw = new byte[32];
        raw[0] = (byte) first;
        return MasterKey.takeOwnershipOf(raw);
    }

    private static List<String> statuses() {
        return lines("select key_id || ' ' || key_status from encryption_keys where key_type = 'master'");
    }

    private static UUID rowId(MasterKey key) {
        return UUID.fromString(lines("select id from encryption_keys where key_id = '" + key.keyId() + "'")
                .get(0));
    }

    private static List<String> lines(String sql) {
        try (Connection connection = postgres.superuser(ClmDatabase.SECURE).connect();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(String sql) {
        try (Connection connection = postgres.superuser(ClmDatabase.SECURE).connect()) {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
