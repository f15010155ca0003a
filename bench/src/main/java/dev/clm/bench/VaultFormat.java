package dev.clm.bench;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The format of keys at rest, version 1 (docs/decisions/0002-key-formats.md): so many keys cannot be had from the service in time. */
final class VaultFormat {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte VERSION = 1;
    private static final int IV = 12;
    private static final int TAG = 16;

    private VaultFormat() {}

    /** The three columns of a private key. */
    record Sealed(byte[] material, byte[] iv, byte[] tag) {}

    static byte[] masterKey(Path file) throws IOException {
        return Base64.getDecoder().decode(Files.readString(file).strip().replaceFirst("^clm-master-key-1:", ""));
    }

    static byte[] unwrap(byte[] masterKey, byte[] wrapped, UUID id, String keyId, UUID organization)
            throws GeneralSecurityException {
        byte[] iv = Arrays.copyOfRange(wrapped, 1, 1 + IV);
        byte[] sealed = Arrays.copyOfRange(wrapped, 1 + IV, wrapped.length);
        return cipher(Cipher.DECRYPT_MODE, masterKey, iv, bound("encryption_keys", id, null, keyId, organization))
                .doFinal(sealed);
    }

    static byte[] open(byte[] dataKey, Sealed row, UUID id, UUID certificate, UUID key, UUID organization)
            throws GeneralSecurityException {
        Cipher cipher = cipher(
                Cipher.DECRYPT_MODE,
                dataKey,
                row.iv(),
                bound("private_keys", id, certificate, key.toString(), organization));
        cipher.update(row.material(), 1, row.material().length - 1);
        return cipher.doFinal(row.tag());
    }

    static Sealed seal(byte[] dataKey, byte[] pkcs8, UUID id, UUID certificate, UUID key, UUID organization)
            throws GeneralSecurityException {
        byte[] iv = new byte[IV];
        RANDOM.nextBytes(iv);
        byte[] sealed = cipher(
                        Cipher.ENCRYPT_MODE,
                        dataKey,
                        iv,
                        bound("private_keys", id, certificate, key.toString(), organization))
                .doFinal(pkcs8);
        byte[] material = new byte[1 + sealed.length - TAG];
        material[0] = VERSION;
        System.arraycopy(sealed, 0, material, 1, sealed.length - TAG);
        return new Sealed(material, iv, Arrays.copyOfRange(sealed, sealed.length - TAG, sealed.length));
    }

    private static Cipher cipher(int mode, byte[] key, byte[] iv, byte[] bound) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * Byte.SIZE, iv));
        cipher.updateAAD(bound);
        return cipher;
    }

    private static byte[] bound(String table, UUID id, UUID certificate, String keyId, UUID organization) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            field(out, table.getBytes(StandardCharsets.UTF_8));
            field(out, octets(id));
            field(out, octets(certificate));
            field(out, keyId.getBytes(StandardCharsets.UTF_8));
            field(out, octets(organization));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static void field(DataOutputStream out, byte[] value) throws IOException {
        out.writeShort(value.length);
        out.write(value);
    }

    private static byte[] octets(UUID id) {
        return id == null
                ? new byte[0]
                : ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array();
    }
}
