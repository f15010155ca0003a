package dev.clm.secure.key.encryptionkey;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.key.masterkey.AesGcm;
import dev.clm.secure.key.masterkey.AesKey;
import dev.clm.secure.key.masterkey.AssociatedData;
import dev.clm.secure.key.masterkey.GcmCiphertext;
import java.util.UUID;

/**
 * An unwrapped data key (DEK) of one tenant: encrypts and decrypts, and shows its bytes to nobody. Its ring owns it and alone
 * destroys it: when it is retired, destroyed or idle, and at the end. Any number of threads may use it; whoever still has it then
 * is told UNAVAILABLE, so ask the ring for each piece of work and keep none.
 */
public final class DataKey {
    private final UUID id;
    private final OrganizationId organizationId;
    private final AesKey key;
    private final EncryptionBudget budget;
    private volatile long touchedAt = System.nanoTime();

    DataKey(UUID id, OrganizationId organizationId, AesKey key, EncryptionBudget budget) {
        this.id = id;
        this.organizationId = organizationId;
        this.key = key;
        this.budget = budget;
    }

    /** encryption_keys.id, which rows refer to as encryption_key_id. */
    public UUID id() {
        return id;
    }

    public OrganizationId organizationId() {
        return organizationId;
    }

    /** Counts first (K4), for which it now and then opens a transaction: call it with none open. */
    public GcmCiphertext encrypt(byte[] plaintext, AssociatedData bound) {
        budget.take(1);
        return AesGcm.encrypt(key, plaintext, bound);
    }

    /** Counts encryptions that will be made inside a transaction. Call it before that is open. */
    public EncryptionAllowance setAside(int encryptions) {
        budget.take(encryptions);
        return new EncryptionAllowance(id, encryptions);
    }

    /** Touches no database: what the allowance holds is counted already. */
    public GcmCiphertext encrypt(byte[] plaintext, AssociatedData bound, EncryptionAllowance allowance) {
        allowance.spend(id);
        return AesGcm.encrypt(key, plaintext, bound);
    }

    /** The plaintext, which the caller zeroes. */
    public byte[] decrypt(GcmCiphertext sealed, AssociatedData bound) {
        return AesGcm.decrypt(key, sealed, bound);
    }

    /** Asked for just now. */
    DataKey touched() {
        touchedAt = System.nanoTime();
        return this;
    }

    long touchedAt() {
        return touchedAt;
    }

    void destroy() {
        key.destroy();
    }

    @Override
    public String toString() {
        return "DataKey[" + id + "]";
    }
}
