package dev.clm.secure.key.encryptionkey;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.key.masterkey.ActiveMasterKey;
import dev.clm.secure.key.masterkey.AesKey;
import dev.clm.secure.key.masterkey.AssociatedData;
import dev.clm.secure.key.masterkey.MasterKey;
import dev.clm.secure.key.masterkey.MasterKeys;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Rings whose keys are in memory already, for tests without a database. */
public final class LoadedDataKeys {
    private static final MasterKey MASTER_KEY = MasterKey.takeOwnershipOf(new byte[32]);

    private LoadedDataKeys() {}

    /** A ring with a new active key for each of the tenants. */
    public static DataKeyRing of(OrganizationId... tenants) {
        DataKeyRing ring = ring(MASTER_KEY);
        List.of(tenants).forEach(tenant -> succeed(ring, tenant));
        return ring;
    }

    /** A ring with the one key given. */
    public static DataKeyRing of(OrganizationId tenant, UUID id, byte[] raw) {
        DataKeyRing ring = ring(MASTER_KEY);
        byte[] wrapped =
                MASTER_KEY.wrap(AesKey.takeOwnershipOf(raw), AssociatedData.ofEncryptionKey(id, "data-1", tenant));
        ring.activate(new WrappedDataKey(id, "data-1", tenant, null, wrapped), KeyPurpose.CERTIFICATE);
        return ring;
    }

    /** Makes another key the tenant's active one; the earlier ones still decrypt. */
    public static void succeed(DataKeyRing ring, OrganizationId tenant) {
        ring.activate(newKey(ring, tenant), KeyPurpose.CERTIFICATE);
    }

    static WrappedDataKey newKey(DataKeyRing ring, OrganizationId tenant) {
        return ring.newKey(new ActiveMasterKey(new UUID(0, 9), MASTER_KEY), tenant);
    }

    private static DataKeyRing ring(MasterKey masterKey) {
        return new DataKeyRing(
                null,
                MasterKeys.of(masterKey),
                key -> new EncryptionBudget(wanted -> wanted),
                Duration.ofDays(1),
                Duration.ofDays(1));
    }
}
