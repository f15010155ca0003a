package dev.clm.secure.key.masterkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("K1")
class AesGcmTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final AssociatedData BOUND = AssociatedData.ofEncryptionKey(new UUID(0, 1), "data-1", null);

    private final AesKey key = AesKey.generate(new SecureRandom());

    /** Test cases 13 to 16 of "The Galois/Counter Mode of Operation (GCM)", appendix B: AES-256, 96-bit IV. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0000000000000000000000000000000000000000000000000000000000000000,000000000000000000000000,-,-,-,"
                        + "530f8afbc74536b9a963b4f1c4cb738b",
                "0000000000000000000000000000000000000000000000000000000000000000,000000000000000000000000,"
                        + "00000000000000000000000000000000,-,cea7403d4d606b6e074ec5d3baf39d18,"
                        + "d0d1c8a799996bf0265b98b5d48ab919",
                "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308,cafebabefacedbaddecaf888,"
                        + "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
                        + "b16aedf5aa0de657ba637b391aafd255,-,"
                        + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
                        + "c5f61e6393ba7a0abcc9f662898015ad,b094dac5d93471bdec1a502270e3cc6c",
                "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308,cafebabefacedbaddecaf888,"
                        + "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
                        + "b16aedf5aa0de657ba637b39,feedfacedeadbeeffeedfacedeadbeefabaddad2,"
                        + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
                        + "c5f61e6393ba7a0abcc9f662,76fc6ece0f4e1768cddf8853bb2d551b"
            })
    void theSpecificationsTestCasesPass(
            String key, String iv, String plaintext, String aad, String ciphertext, String tag) {
        AesKey aesKey = AesKey.takeOwnershipOf(bytes(key));

        GcmCiphertext sealed = AesGcm.encrypt(AesGcm.PROVIDER, aesKey, bytes(iv), bytes(plaintext), bytes(aad));

        assertThat(sealed.ciphertext()).isEqualTo(bytes(ciphertext));
        assertThat(sealed.tag()).isEqualTo(bytes(tag));
        assertThat(AesGcm.decrypt(AesGcm.PROVIDER, aesKey, sealed, bytes(aad))).isEqualTo(bytes(plaintext));
    }

    @Test
    void everyEncryptionHasAnIvOfItsOwn() {
        Set<String> ivs = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            ivs.add(HEX.formatHex(AesGcm.encrypt(key, new byte[1], BOUND).iv()));
        }
        assertThat(ivs).hasSize(20_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 11, 13, 16})
    void anIvOfAnyOtherLengthIsRefused(int length) {
        assertUnusable(() -> new GcmCiphertext(new byte[length], new byte[1], new byte[16]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 12, 15, 17, 32})
    void aTagOfAnyOtherLengthIsRefused(int length) {
        assertUnusable(() -> new GcmCiphertext(new byte[12], new byte[1], new byte[length]));
    }

    @Test
    void aTruncatedCiphertextIsRejected() {
        GcmCiphertext sealed = AesGcm.encrypt(key, new byte[32], BOUND);
        GcmCiphertext cut = new GcmCiphertext(sealed.iv(), Arrays.copyOf(sealed.ciphertext(), 31), sealed.tag());

        assertUnusable(() -> AesGcm.decrypt(key, cut, BOUND));
    }

    @Test
    void anotherKeyDoesNotDecrypt() {
        GcmCiphertext sealed = AesGcm.encrypt(key, new byte[32], BOUND);

        assertUnusable(() -> AesGcm.decrypt(AesKey.generate(new SecureRandom()), sealed, BOUND));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 24, 31, 33})
    void aKeyOfAnyOtherLengthIsRefusedAndZeroed(int length) {
        byte[] raw = new byte[length];
        Arrays.fill(raw, (byte) 7);

        assertUnusable(() -> AesKey.takeOwnershipOf(raw));
        assertThat(raw).isEqualTo(new byte[length]);
    }

    private static void assertUnusable(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ClmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_UNUSABLE))
                .hasMessage(KeyUnusable.uniform().getMessage())
                .hasNoCause();
    }

    private static byte[] bytes(String hex) {
        return hex == null ? new byte[0] : HEX.parseHex(hex);
    }
}
