package dev.clm.secure.key.encryptionkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.key.masterkey.AssociatedData;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DataKeyRingTest {
    private static final OrganizationId TENANT = OrganizationId.of(new UUID(0, 1));
    private static final OrganizationId OTHER = OrganizationId.of(new UUID(0, 2));

    private final DataKeyRing ring = LoadedDataKeys.of(TENANT, OTHER);

    @Test
    @Tag("K1")
    void anotherTenantsKeyIsUnusable() {
        UUID id = ring.active(OTHER).id();

        assertThatThrownBy(() -> ring.key(TENANT, id)).isInstanceOf(ClmException.class);
    }

    @Test
    @Tag("K1")
    void eachTenantHasAKeyOfItsOwn() {
        assertThat(ring.active(TENANT)).isNotSameAs(ring.active(OTHER));
        assertThat(ring.key(TENANT, ring.active(TENANT).id())).isSameAs(ring.active(TENANT));
    }

    @Test
    @Tag("K5")
    void closingDestroysEveryKey() {
        DataKey key = ring.active(TENANT);
        AssociatedData bound = AssociatedData.ofPrivateKey(new UUID(0, 3), new UUID(0, 4), key.id(), TENANT);

        ring.close();

        assertThatThrownBy(() -> key.encrypt(new byte[1], bound)).isInstanceOf(ClmException.class);
    }

    @Test
    @Tag("K5")
    void textRevealsNothing() {
        DataKey key = ring.active(TENANT);

        assertThat(key.toString()).isEqualTo("DataKey[" + key.id() + "]");
        assertThat(LoadedDataKeys.newKey(ring, TENANT).toString()).startsWith("WrappedDataKey[data-");
    }
}
