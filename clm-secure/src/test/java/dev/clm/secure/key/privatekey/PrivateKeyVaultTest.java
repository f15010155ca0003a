package dev.clm.secure.key.privatekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.certificate.SignatureAlgorithm;
import dev.clm.pki.certificate.Signatures;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.encryptionkey.KeyPurpose;
import dev.clm.secure.key.encryptionkey.LoadedDataKeys;
import dev.clm.secure.key.masterkey.KeyUnusable;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K1")
class PrivateKeyVaultTest {
    private static final OrganizationId TENANT = OrganizationId.of(new UUID(0, 1));
    private static final OrganizationId OTHER = OrganizationId.of(new UUID(0, 2));
    private static final byte[] PLAIN = "not really PKCS#8, but secret".getBytes(StandardCharsets.UTF_8);

    private final DataKeyRing ring = LoadedDataKeys.of(TENANT, OTHER);
    private final PrivateKeyVault vault = new PrivateKeyVault(ring);
    private final SealedPrivateKey sealed = seal(new UUID(1, 1), new UUID(2, 1));

    @Test
    void whatIsSealedIsLentOut() {
        assertThat(vault.inspect(sealed, byte[]::clone)).isEqualTo(PLAIN);
    }

    @Test
    void aKeySealedByTheFirstReleaseIsLentOut() {
        HexFormat hex = HexFormat.of();
        OrganizationId tenant = OrganizationId.of(UUID.fromString("01890000-0000-7000-8000-000000000004"));
        UUID keyId = UUID.fromString("01890000-0000-7000-8000-000000000003");
        byte[] raw = hex.parseHex("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f");
        SealedPrivateKey known = new SealedPrivateKey(
                UUID.fromString("01890000-0000-7000-8000-000000000001"),
                UUID.fromString("01890000-0000-7000-8000-000000000002"),
                tenant,
                keyId,
                hex.parseHex("011f1cd446ada1e1dec408c6df5f"),
                hex.parseHex("a0a1a2a3a4a5a6a7a8a9aaab"),
                hex.parseHex("366111f5a3de41424c1621f912071720"));

        PrivateKeyVault old = new PrivateKeyVault(LoadedDataKeys.of(tenant, keyId, raw));

        String lent = old.inspect(known, pkcs8 -> new String(pkcs8, StandardCharsets.UTF_8));
        assertThat(lent).isEqualTo("a private key");
    }

    @Test
    void swappedCiphertextsOfTwoRowsAreRejected() {
        SealedPrivateKey second = seal(new UUID(1, 2), new UUID(2, 2));

        assertUnusable(with(sealed, second.encryptedKeyMaterial(), second.iv(), second.authTag()));
        assertUnusable(with(second, sealed.encryptedKeyMaterial(), sealed.iv(), sealed.authTag()));
    }

    @Test
    void aRowPointedAtAnotherCertificateIsRejected() {
        assertUnusable(bound(sealed.id(), new UUID(2, 2), TENANT, sealed.encryptionKeyId()));
    }

    @Test
    void aRowUnderAnotherIdIsRejected() {
        assertUnusable(bound(new UUID(1, 2), sealed.certificateId(), TENANT, sealed.encryptionKeyId()));
    }

    @Test
    void aRowMovedToAnotherOrganizationIsRejected() {
        UUID othersKey = ring.active(OTHER).id();

        assertUnusable(bound(sealed.id(), sealed.certificateId(), OTHER, sealed.encryptionKeyId()));
        assertUnusable(bound(sealed.id(), sealed.certificateId(), OTHER, othersKey));
        assertUnusable(bound(sealed.id(), sealed.certificateId(), TENANT, othersKey));
    }

    @Test
    void aRowPointedAtAnotherKeyOfItsTenantIsRejected() {
        LoadedDataKeys.succeed(ring, TENANT);

        assertUnusable(bound(
                sealed.id(), sealed.certificateId(), TENANT, ring.active(TENANT).id()));
        assertThat(vault.inspect(sealed, byte[]::clone)).isEqualTo(PLAIN);
    }

    @Test
    void anyFlippedBitOfVersionOrCiphertextIsRejected() {
        byte[] material = sealed.encryptedKeyMaterial();
        for (int bit = 0; bit < material.length * 8; bit++) {
            assertUnusable(with(sealed, flipped(material, bit), sealed.iv(), sealed.authTag()));
        }
    }

    @Test
    void anyFlippedBitOfTheIvIsRejected() {
        for (int bit = 0; bit < 96; bit++) {
            assertUnusable(with(sealed, sealed.encryptedKeyMaterial(), flipped(sealed.iv(), bit), sealed.authTag()));
        }
    }

    @Test
    void anyFlippedBitOfTheTagIsRejected() {
        for (int bit = 0; bit < 128; bit++) {
            assertUnusable(with(sealed, sealed.encryptedKeyMaterial(), sealed.iv(), flipped(sealed.authTag(), bit)));
        }
    }

    @Test
    void missingOrTruncatedColumnsAreRejected() {
        assertUnusable(with(sealed, new byte[0], sealed.iv(), sealed.authTag()));
        assertUnusable(with(sealed, new byte[] {1}, sealed.iv(), sealed.authTag()));
        assertUnusable(with(sealed, sealed.encryptedKeyMaterial(), new byte[16], sealed.authTag()));
        assertUnusable(with(sealed, sealed.encryptedKeyMaterial(), sealed.iv(), new byte[12]));
        assertUnusable(with(sealed, sealed.encryptedKeyMaterial(), sealed.iv(), null));
    }

    @Test
    void twoSealingsOfOneKeyShareNothing() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            SealedPrivateKey again = seal(sealed.id(), sealed.certificateId());
            seen.add(HexFormat.of().formatHex(again.iv()));
            seen.add(HexFormat.of().formatHex(again.encryptedKeyMaterial()));
        }
        assertThat(seen).hasSize(2_000);
    }

    @Test
    @Tag("K5")
    void sealingZeroesTheGivenArray() {
        byte[] given = PLAIN.clone();

        vault.sealAndErase(given, new UUID(1, 1), new UUID(2, 1), TENANT, KeyPurpose.CERTIFICATE);

        assertThat(given).isEqualTo(new byte[PLAIN.length]);
    }

    @Test
    @Tag("K5")
    void aSealingThatFailsZeroesTheGivenArray() {
        byte[] given = PLAIN.clone();
        ring.close();

        assertThatThrownBy(
                        () -> vault.sealAndErase(given, new UUID(1, 1), new UUID(2, 1), TENANT, KeyPurpose.CERTIFICATE))
                .isInstanceOf(RuntimeException.class);
        assertThat(given).isEqualTo(new byte[PLAIN.length]);
    }

    @Test
    @Tag("K5")
    void whatWasLentOutIsZeroedAfterUse() {
        byte[] kept = vault.inspect(sealed, pkcs8 -> pkcs8);

        assertThat(kept).isEqualTo(new byte[PLAIN.length]);
    }

    @Test
    @Tag("K5")
    void whatWasLentOutIsZeroedWhenTheFunctionFails() {
        byte[][] kept = new byte[1][];

        assertThatThrownBy(() -> vault.inspect(sealed, pkcs8 -> {
                    kept[0] = pkcs8;
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(kept[0]).isEqualTo(new byte[PLAIN.length]);
    }

    @Test
    @Tag("K5")
    void whatIsNoKeyIsRefusedWithoutBeingQuoted() {
        assertThatThrownBy(() ->
                        vault.inspect(sealed, plain -> Signatures.sign(plain, SignatureAlgorithm.ED25519, new byte[1])))
                .hasMessage("not a PKCS#8 private key")
                .hasNoCause();
    }

    @Test
    @Tag("K5")
    void textRevealsNothing() {
        assertThat(sealed.toString()).isEqualTo("SealedPrivateKey[" + sealed.id() + "]");
    }

    private SealedPrivateKey seal(UUID id, UUID certificateId) {
        return vault.sealAndErase(PLAIN.clone(), id, certificateId, TENANT, KeyPurpose.CERTIFICATE);
    }

    private SealedPrivateKey bound(UUID id, UUID certificateId, OrganizationId tenant, UUID keyId) {
        return new SealedPrivateKey(
                id, certificateId, tenant, keyId, sealed.encryptedKeyMaterial(), sealed.iv(), sealed.authTag());
    }

    private static SealedPrivateKey with(SealedPrivateKey row, byte[] material, byte[] iv, byte[] tag) {
        return new SealedPrivateKey(
                row.id(), row.certificateId(), row.organizationId(), row.encryptionKeyId(), material, iv, tag);
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        return changed;
    }

    private void assertUnusable(SealedPrivateKey changed) {
        ThrowingCallable use = () -> vault.inspect(changed, pkcs8 -> pkcs8);
        assertThatThrownBy(use)
                .isInstanceOfSatisfying(
                        ClmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_UNUSABLE))
                .hasMessage(KeyUnusable.uniform().getMessage())
                .hasNoCause();
    }
}
