package dev.clm.secure.key.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Issue line A5. */
@Tag("K7")
class PlatformSignerIT {
    private static final byte[] RECORD = "{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @Test
    void instancesAgreeOnOneSigner() {
        Set<UUID> ids = IntStream.range(0, 4)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> signing().current().id()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .collect(Collectors.toSet());

        assertThat(ids).hasSize(1);
    }

    @Test
    @Tag("keys-A5")
    void oneWhoseKeyNoLongerOpensIsReplacedAndStaysToBeLookedUp() {
        Signer first = signing().current();
        SecureTestDatabase.asSuperuser(
                "update platform_signers set encrypted_key_material ="
                        + " set_byte(encrypted_key_material, 7, get_byte(encrypted_key_material, 7) # 1) where id = ?",
                first.id());

        PlatformSigner later = signing();
        Signer second = later.current();

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(later.sign(second, RECORD)).isNotEmpty();
        assertThat(later.find(first.id())).isPresent();
    }

    @Test
    @Tag("keys-A5")
    void oneWhoseDataKeyIsDamagedIsReplaced() {
        Signer first = signing().current();
        SecureTestDatabase.asSuperuser(
                "update encryption_keys set encrypted_key_material ="
                        + " set_byte(encrypted_key_material, 20, get_byte(encrypted_key_material, 20) # 1) where id = ?",
                first.encryptionKeyId());

        PlatformSigner later = signing();
        Signer second = later.current();

        assertThat(second.encryptionKeyId()).isNotEqualTo(first.encryptionKeyId());
        assertThat(later.sign(second, RECORD)).isNotEmpty();
    }

    private static PlatformSigner signing() {
        return new PlatformSigner(
                SecureTestDatabase.database(),
                new DataKeyRing(SecureTestDatabase.database(), SecureTestDatabase.masterKey(), 1L << 31));
    }
}
