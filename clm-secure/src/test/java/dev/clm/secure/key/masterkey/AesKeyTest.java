package dev.clm.secure.key.masterkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AesKeyTest {
    private static final AssociatedData BOUND = AssociatedData.ofEncryptionKey(new UUID(0, 1), "data-1", null);
    private static final byte[] PLAIN = {1, 2, 3};

    /** Under a key of zeroes it would be open to everybody. */
    @Test
    @Tag("K5")
    @Tag("keys-A8")
    void whatIsEncryptedWhileItsKeyIsDestroyedIsUnderThatKeyOrRefused() throws Exception {
        for (int round = 0; round < 200; round++) {
            AesKey key = AesKey.generate(new SecureRandom());
            AesKey twin = AesKey.takeOwnershipOf(key.getEncoded());
            CountDownLatch begun = new CountDownLatch(1);
            Thread destroying = new Thread(() -> {
                begun.countDown();
                key.destroy();
            });
            destroying.start();
            begun.await();
            encryptUntilRefused(key, twin);
            destroying.join();
        }
    }

    private static void encryptUntilRefused(AesKey key, AesKey twin) {
        try {
            while (true) {
                GcmCiphertext sealed = AesGcm.encrypt(key, PLAIN, BOUND);
                assertThat(AesGcm.decrypt(twin, sealed, BOUND)).isEqualTo(PLAIN);
            }
        } catch (ClmException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        }
    }
}
