package dev.clm.secure.key.privatekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.encryptionkey.KeyPurpose;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K1")
class PrivateKeyRepositoryIT {
    private static final byte[] PLAIN = {1, 2, 3, 4};
    private static final UUID USER = UUID.randomUUID();

    private final OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
    private final PrivateKeyRepository keys = new PrivateKeyRepository();
    private final PrivateKeyVault vault = new PrivateKeyVault(
            new DataKeyRing(SecureTestDatabase.database(), SecureTestDatabase.masterKey(), 1L << 31));
    private final UUID certificate = UUID.randomUUID();
    private final UUID otherCertificate = UUID.randomUUID();

    @BeforeEach
    void storeTwoKeys() {
        insertCertificate(certificate);
        insertCertificate(otherCertificate);
        List<StoredPrivateKey> both = List.of(key(certificate), key(otherCertificate));
        SecureTestDatabase.database().useTransaction(tenant, tx -> keys.insert(tx, both));
    }

    @Test
    void whatIsStoredIsFoundAndOpens() {
        StoredPrivateKey found = find(tenant, certificate).orElseThrow();

        assertThat(vault.inspect(found.sealed(), byte[]::clone)).isEqualTo(PLAIN);
        assertThat(found.attributes()).isEqualTo(attributes());
    }

    @Test
    void theDatabaseHoldsCiphertextIvAndTagInTheirColumns() {
        SealedPrivateKey sealed = find(tenant, certificate).orElseThrow().sealed();

        assertThat(sealed.encryptedKeyMaterial()).hasSize(1 + PLAIN.length).startsWith(1);
        assertThat(sealed.iv()).hasSize(12);
        assertThat(sealed.authTag()).hasSize(16);
        assertThat(SecureTestDatabase.asSuperuser(
                        "update private_keys set encryption_algorithm = encryption_algorithm"
                                + " where certificate_id = ? and encryption_algorithm = 'AES-256-GCM'",
                        certificate))
                .isEqualTo(1);
    }

    @Test
    void swappedCiphertextsOfTwoRowsAreRejected() {
        int swapped = SecureTestDatabase.asSuperuser(
                "update private_keys k set encrypted_key_material = o.encrypted_key_material,"
                        + " encryption_iv = o.encryption_iv, encryption_auth_tag = o.encryption_auth_tag"
                        + " from private_keys o where k.certificate_id in (?, ?) and o.certificate_id in (?, ?)"
                        + " and k.id <> o.id",
                certificate,
                otherCertificate,
                certificate,
                otherCertificate);

        assertThat(swapped).isEqualTo(2);
        assertUnusable(certificate);
        assertUnusable(otherCertificate);
    }

    @Test
    void aRowPointedAtAnotherCertificateIsRejected() {
        UUID third = UUID.randomUUID();
        insertCertificate(third);
        SecureTestDatabase.asSuperuser(
                "set session_replication_role = replica; update private_keys set certificate_id = ? where certificate_id = ?",
                third,
                certificate);

        assertUnusable(third);
    }

    @Test
    @Tag("S3")
    void anotherTenantFindsNothingAndCountsNothing() {
        OrganizationId other = OrganizationId.of(UUID.randomUUID());
        UUID id = find(tenant, certificate).orElseThrow().sealed().id();

        assertThat(find(other, certificate)).isEmpty();
        assertThat(SecureTestDatabase.database().<Boolean>inTransaction(other, tx -> keys.countAccess(tx, id)))
                .isFalse();
    }

    @Test
    @Tag("T2")
    void concurrentAccessesAreAllCounted() {
        UUID id = find(tenant, certificate).orElseThrow().sealed().id();

        CompletableFuture<?>[] accesses = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.runAsync(() -> SecureTestDatabase.database()
                        .useTransaction(
                                tenant,
                                tx -> assertThat(keys.countAccess(tx, id)).isTrue())))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(accesses).join();

        assertThat(SecureTestDatabase.asSuperuser(
                        "update private_keys set access_count = access_count"
                                + " where id = ? and access_count = 20 and last_accessed_at is not null",
                        id))
                .isEqualTo(1);
    }

    @Test
    @Tag("T2")
    void concurrentUsesDoNotPassTheDailyLimit() {
        SealedPrivateKey key = find(tenant, certificate).orElseThrow().sealed();

        List<Boolean> counted = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> countUse(key, OptionalInt.of(7))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(counted).filteredOn(Boolean::booleanValue).hasSize(7);
    }

    @Test
    void anotherDayCountsAnew() {
        SealedPrivateKey key = find(tenant, certificate).orElseThrow().sealed();
        assertThat(countUse(key, OptionalInt.of(1))).isTrue();
        assertThat(countUse(key, OptionalInt.of(1))).isFalse();

        SecureTestDatabase.asSuperuser(
                "update private_key_uses set used_on = used_on - 1 where private_key_id = ?", key.id());

        assertThat(countUse(key, OptionalInt.of(1))).isTrue();
        assertThat(countUse(key, OptionalInt.of(1))).isFalse();
    }

    /** As where a request began before midnight and counts after one that began later. */
    @Test
    void anEarlierDayDoesNotBeginAgain() {
        SealedPrivateKey key = find(tenant, certificate).orElseThrow().sealed();
        assertThat(countUse(key, OptionalInt.of(1))).isTrue();

        SecureTestDatabase.asSuperuser(
                "update private_key_uses set used_on = used_on + 1 where private_key_id = ?", key.id());

        assertThat(countUse(key, OptionalInt.of(1))).isFalse();
    }

    @Test
    void aUseCountsAlsoWhileThereIsNoLimit() {
        SealedPrivateKey key = find(tenant, certificate).orElseThrow().sealed();
        assertThat(countUse(key, OptionalInt.empty())).isTrue();

        assertThat(countUse(key, OptionalInt.of(1))).isFalse();
    }

    @Test
    @Tag("S4")
    void aDeletedKeyIsNeitherFoundNorCounted() {
        UUID id = find(tenant, certificate).orElseThrow().sealed().id();
        SecureTestDatabase.asSuperuser("update private_keys set deleted_at = now() where id = ?", id);

        assertThat(find(tenant, certificate)).isEmpty();
        assertThat(SecureTestDatabase.database().<Boolean>inTransaction(tenant, tx -> keys.countAccess(tx, id)))
                .isFalse();
    }

    @Test
    void aStoredPolicyThatDoesNotParseAllowsNothing() {
        SecureTestDatabase.asSuperuser(
                "update private_keys set access_policy = '{\"allowed\":[]}' where certificate_id = ?", certificate);

        assertThatThrownBy(() -> find(tenant, certificate))
                .isInstanceOfSatisfying(
                        ClmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
    }

    private StoredPrivateKey key(UUID certificateId) {
        SealedPrivateKey sealed =
                vault.sealAndErase(PLAIN.clone(), UUID.randomUUID(), certificateId, tenant, KeyPurpose.CERTIFICATE);
        return new StoredPrivateKey(sealed, attributes());
    }

    private boolean countUse(SealedPrivateKey key, OptionalInt limit) {
        return SecureTestDatabase.database().inTransaction(tenant, tx -> keys.countUse(tx, key, limit));
    }

    private static PrivateKeyAttributes attributes() {
        AccessPolicy policy = AccessPolicyJson.parse("{\"allowed_operations\":[\"sign\"],\"max_uses_per_day\":9}");
        return new PrivateKeyAttributes("ECDSA", 256, "P-256", true, policy, USER);
    }

    private Optional<StoredPrivateKey> find(OrganizationId organization, UUID certificateId) {
        return SecureTestDatabase.database()
                .inTransaction(organization, tx -> keys.findByCertificateId(tx, certificateId));
    }

    private void assertUnusable(UUID certificateId) {
        SealedPrivateKey sealed = find(tenant, certificateId).orElseThrow().sealed();
        assertThatThrownBy(() -> vault.inspect(sealed, pkcs8 -> pkcs8))
                .isInstanceOfSatisfying(
                        ClmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_UNUSABLE));
    }

    private void insertCertificate(UUID id) {
        SecureTestDatabase.asSuperuser(
                "insert into certificates (id, organization_id, certificate_id, common_name, certificate_type,"
                        + " pem_encoded_cert, der_encoded_cert, serial_number, thumbprint_sha256, issuer_dn, subject_dn,"
                        + " key_algorithm, signature_algorithm, not_before, not_after, owner_user_id, created_by_user_id)"
                        + " values (?, ?, ?, 'a', 'leaf', '', '', '1', ?, '', '', 'ECDSA', '', now(),"
                        + " now() + interval '1 day', ?, ?)",
                id,
                tenant.value(),
                id.toString(),
                id.toString(),
                USER,
                USER);
    }
}
