package dev.clm.secure.key.encryptionkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.key.masterkey.AssociatedData;
import dev.clm.secure.key.masterkey.GcmCiphertext;
import dev.clm.secure.key.masterkey.MasterKey;
import dev.clm.secure.key.masterkey.MasterKeys;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K2")
class DataKeyRingIT {
    private final OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
    private final EncryptionKeyRepository keys = new EncryptionKeyRepository();
    private final DataKeyRing ring = ring();

    @Test
    void theFirstUseStoresAnActiveKey() {
        DataKey key = ring.active(tenant);

        EncryptionKey stored = find(tenant, key.id()).orElseThrow();
        assertThat(stored.keyType()).isEqualTo(KeyType.DATA);
        assertThat(stored.keyStatus()).isEqualTo(KeyStatus.ACTIVE);
        assertThat(stored.organizationId()).isEqualTo(tenant);
        assertThat(stored.keyVersion()).isEqualTo(1);
    }

    @Test
    @Tag("S5")
    void theFirstUseIsAudited() {
        UUID id = ring.active(tenant).id();

        assertThat(SecureTestDatabase.count(
                        "secure_audit_log where resource_id = ? and event_type = 'encryption_key.created'"
                                + " and result = 'success'",
                        id))
                .isEqualTo(1);
    }

    @Test
    void concurrentFirstUsesAgreeOnOneKey() {
        Set<UUID> ids = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> ring().active(tenant).id()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .collect(Collectors.toSet());

        assertThat(ids).hasSize(1);
    }

    @Test
    void aLaterProcessDecryptsWhatAnEarlierOneEncrypted() {
        DataKey key = ring.active(tenant);
        AssociatedData bound = AssociatedData.ofPrivateKey(new UUID(1, 1), new UUID(2, 1), key.id(), tenant);
        GcmCiphertext sealed = key.encrypt(new byte[] {42}, bound);

        assertThat(ring().key(tenant, key.id()).decrypt(sealed, bound)).containsExactly(42);
        assertThat(ring().active(tenant).id()).isEqualTo(key.id());
    }

    @Test
    void aKeyWrappedByAnotherMasterKeyIsUnusable() {
        UUID id = ring.active(tenant).id();
        byte[] raw = new byte[32];
        raw[0] = 1;
        DataKeyRing wrong =
                new DataKeyRing(SecureTestDatabase.database(), MasterKeys.of(MasterKey.takeOwnershipOf(raw)), 1L << 31);

        assertUnusable(() -> wrong.active(tenant));
        assertUnusable(() -> wrong.key(tenant, id));
    }

    @Test
    @Tag("K1")
    void wrappedKeysSwappedBetweenTwoTenantsAreUnusable() {
        OrganizationId other = OrganizationId.of(UUID.randomUUID());
        UUID first = ring.active(tenant).id();
        UUID second = ring.active(other).id();
        SecureTestDatabase.asSuperuser(
                "update encryption_keys k set encrypted_key_material = o.encrypted_key_material from encryption_keys o"
                        + " where k.id in (?, ?) and o.id in (?, ?) and k.id <> o.id",
                first,
                second,
                first,
                second);

        assertUnusable(() -> ring().active(tenant));
        assertUnusable(() -> ring().key(other, second));
    }

    @Test
    @Tag("K1")
    void aKeyMovedToAnotherTenantIsUnusable() {
        OrganizationId other = OrganizationId.of(UUID.randomUUID());
        UUID id = ring.active(tenant).id();
        SecureTestDatabase.asSuperuser(
                "set session_replication_role = replica; update encryption_keys set organization_id = ? where id = ?",
                other.value(),
                id);

        assertUnusable(() -> ring().key(other, id));
    }

    @Test
    @Tag("S3")
    void anotherTenantDoesNotSeeTheKey() {
        UUID id = ring.active(tenant).id();
        OrganizationId other = OrganizationId.of(UUID.randomUUID());

        assertThat(find(other, id)).isEmpty();
        assertUnusable(() -> ring().key(other, id));
    }

    @Test
    void aRotatingKeyDecryptsButIsNoLongerTheActiveOne() {
        UUID id = ring.active(tenant).id();
        SecureTestDatabase.asSuperuser("update encryption_keys set key_status = 'rotating' where id = ?", id);
        DataKeyRing later = ring();

        assertThat(later.key(tenant, id).id()).isEqualTo(id);
        assertThat(later.active(tenant).id()).isNotEqualTo(id);
    }

    /** Issue line A8. */
    @Test
    @Tag("K5")
    @Tag("keys-A8")
    void aKeyThatNobodyUsesLeavesMemoryAndIsLoadedAgain() {
        DataKeyRing forgetful = new DataKeyRing(
                SecureTestDatabase.database(),
                SecureTestDatabase.masterKey(),
                key -> new EncryptionBudget(wanted -> wanted),
                DataKeyRing.ACTIVE_KEPT,
                Duration.ZERO);
        DataKey key = forgetful.active(tenant);
        AssociatedData bound = AssociatedData.ofPrivateKey(new UUID(1, 1), new UUID(2, 1), key.id(), tenant);
        GcmCiphertext sealed = key.encrypt(new byte[] {42}, bound);

        forgetful.dropUnneeded();

        assertThatThrownBy(() -> key.decrypt(sealed, bound))
                .isInstanceOfSatisfying(
                        ClmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(forgetful.key(tenant, key.id()).decrypt(sealed, bound)).containsExactly(42);
    }

    /** Issue line A8. */
    @Test
    @Tag("K5")
    @Tag("keys-A8")
    void aKeyThatWasJustUsedStaysInMemory() {
        DataKey key = ring.active(tenant);

        ring.dropUnneeded();

        assertThat(ring.key(tenant, key.id())).isSameAs(key);
    }

    /** Issue line A8. */
    @Test
    @Tag("K5")
    @Tag("keys-A8")
    void aRetiredKeyLeavesMemory() {
        DataKey key = ring.active(tenant);
        AssociatedData bound = AssociatedData.ofPrivateKey(new UUID(1, 1), new UUID(2, 1), key.id(), tenant);
        SecureTestDatabase.asSuperuser("update encryption_keys set key_status = 'rotating' where id = ?", key.id());
        SecureTestDatabase.asSuperuser("update encryption_keys set key_status = 'retired' where id = ?", key.id());

        ring.dropUnneeded();

        assertThatThrownBy(() -> key.encrypt(new byte[1], bound)).isInstanceOf(ClmException.class);
    }

    /** Issue line A3. */
    @Test
    @Tag("K7")
    @Tag("keys-A3")
    void keysOfAuthoritiesAreUnderADataKeyOfTheirOwn() {
        assertThat(ring.active(tenant, KeyPurpose.AUTHORITY).id())
                .isNotEqualTo(ring.active(tenant).id())
                .isEqualTo(ring().active(tenant, KeyPurpose.AUTHORITY).id());
    }

    private Optional<EncryptionKey> find(OrganizationId organization, UUID id) {
        return SecureTestDatabase.database().inTransaction(organization, tx -> keys.find(tx, id));
    }

    private static DataKeyRing ring() {
        return new DataKeyRing(SecureTestDatabase.database(), SecureTestDatabase.masterKey(), 1L << 31);
    }

    private static void assertUnusable(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ClmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_UNUSABLE));
    }
}
