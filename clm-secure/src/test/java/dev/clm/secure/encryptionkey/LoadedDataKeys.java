package dev.clm.secure.encryptionkey;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.masterkey.AesKey;
import dev.clm.secure.masterkey.MasterKey;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Rings whose keys are in memory already, for tests without a database. */
public final class LoadedDataKeys {
    private LoadedDataKeys() {}

    /** A ring with a new active key for each of the tenants. */
    public static DataKeyRing of(OrganizationId... tenants) {
        DataKeyRing ring = ring(MasterKey.takeOwnershipOf(new byte[32]));
        List.of(tenants).forEach(tenant -> ring.activate(ring.newKey(tenant)));
        return ring;
    }

    /** A ring with the one key given. */
    public static DataKeyRing of(OrganizationId tenant, UUID id, byte[] raw) {
        MasterKey masterKey = MasterKey.takeOwnershipOf(new byte[32]);
        DataKeyRing ring = ring(masterKey);
        byte[] wrapped = masterKey.wrap(AesKey.takeOwnershipOf(raw), WrappedDataKey.bound(id, "data-1", tenant));
        ring.activate(new WrappedDataKey(id, "data-1", tenant, wrapped));
        return ring;
    }

    /** Makes another key the tenant's active one; the earlier ones still decrypt. */
    public static void succeed(DataKeyRing ring, OrganizationId tenant) {
        ring.activate(ring.newKey(tenant));
    }

    private static DataKeyRing ring(MasterKey masterKey) {
        return new DataKeyRing(null, masterKey, key -> new EncryptionBudget(wanted -> wanted), Duration.ofDays(1));
    }
}
