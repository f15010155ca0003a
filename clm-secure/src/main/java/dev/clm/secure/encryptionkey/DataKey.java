package dev.clm.secure.encryptionkey;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.masterkey.AesGcm;
import dev.clm.secure.masterkey.AesKey;
import dev.clm.secure.masterkey.AssociatedData;
import dev.clm.secure.masterkey.GcmCiphertext;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/** An unwrapped data key (DEK) of one tenant: encrypts and decrypts, and shows its bytes to nobody. */
public final class DataKey {
    private final UUID id;
    private final OrganizationId organizationId;
    private final AesKey key;
    private final LongAdder encryptions = new LongAdder();

    DataKey(UUID id, OrganizationId organizationId, AesKey key) {
        this.id = id;
        this.organizationId = organizationId;
        this.key = key;
    }

    /** encryption_keys.id, which rows refer to as encryption_key_id. */
    public UUID id() {
        return id;
    }

    public OrganizationId organizationId() {
        return organizationId;
    }

    public GcmCiphertext encrypt(byte[] plaintext, AssociatedData bound) {
        encryptions.increment();
        return AesGcm.encrypt(key, plaintext, bound);
    }

    /** The plaintext, which the caller zeroes. */
    public byte[] decrypt(GcmCiphertext sealed, AssociatedData bound) {
        return AesGcm.decrypt(key, sealed, bound);
    }

    /** Encryptions by this process since it loaded the key; the database keeps the sum (K4). */
    public long encryptionsSinceLoaded() {
        return encryptions.sum();
    }

    void destroy() {
        key.destroy();
    }

    @Override
    public String toString() {
        return "DataKey[" + id + "]";
    }
}
