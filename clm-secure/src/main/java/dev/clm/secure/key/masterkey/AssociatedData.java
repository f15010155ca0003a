package dev.clm.secure.key.masterkey;

import dev.clm.common.tenant.OrganizationId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;

/**
 * What a ciphertext is bound to (K1): its table, row, certificate, key and tenant. The encoding is permanent
 * (docs/decisions/0002-key-formats.md).
 *
 * @param certificateId null where the row belongs to no certificate
 * @param keyId private_keys: encryption_key_id as text; encryption_keys: key_id
 * @param organizationId null for a row of the platform's own
 */
public record AssociatedData(
        String table, UUID rowId, UUID certificateId, String keyId, OrganizationId organizationId) {
    private static final byte VERSION = 1;
    private static final int UUID_BYTES = 16;

    public AssociatedData {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(rowId, "rowId");
        Objects.requireNonNull(keyId, "keyId");
    }

    public static AssociatedData ofPrivateKey(
            UUID rowId, UUID certificateId, UUID encryptionKeyId, OrganizationId organizationId) {
        Objects.requireNonNull(certificateId, "certificateId");
        Objects.requireNonNull(organizationId, "organizationId");
        return new AssociatedData("private_keys", rowId, certificateId, encryptionKeyId.toString(), organizationId);
    }

    public static AssociatedData ofEncryptionKey(UUID rowId, String keyId, OrganizationId organizationId) {
        return new AssociatedData("encryption_keys", rowId, null, keyId, organizationId);
    }

    public static AssociatedData ofPlatformSigner(UUID rowId, UUID encryptionKeyId) {
        return new AssociatedData("platform_signers", rowId, null, encryptionKeyId.toString(), null);
    }

    /** Version, then each field as a two-byte length and its bytes, in the order of the record. */
    byte[] encode() {
        byte[] tableName = table.getBytes(StandardCharsets.UTF_8);
        byte[] key = keyId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(1 + 5 * Short.BYTES + tableName.length + key.length + 3 * UUID_BYTES);
        out.put(VERSION);
        put(out, tableName);
        putUuid(out, rowId);
        putUuid(out, certificateId);
        put(out, key);
        putUuid(out, organizationId == null ? null : organizationId.value());
        byte[] encoded = new byte[out.position()];
        out.flip().get(encoded);
        return encoded;
    }

    private static void put(ByteBuffer out, byte[] field) {
        out.putShort((short) field.length).put(field);
    }

    private static void putUuid(ByteBuffer out, UUID id) {
        if (id == null) {
            out.putShort((short) 0);
            return;
        }
        out.putShort((short) UUID_BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
}
