package dev.clm.secure.key.encryptionkey;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.masterkey.ActiveMasterKey;
import dev.clm.secure.key.masterkey.AesKey;
import dev.clm.secure.key.masterkey.KeyUnusable;
import dev.clm.secure.key.masterkey.MasterKeys;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The unwrapped data keys of this process, in this one place and until close (K5). A tenant's first key is committed before
 * anything is encrypted with it. Which key is active is asked anew twice a second, so that a rotation begun elsewhere is heard
 * of. Loading opens a transaction of its own: call it with none open.
 */
public final class DataKeyRing implements AutoCloseable {
    /** How long this process may go on encrypting under a key that another one has just replaced. */
    public static final Duration ACTIVE_KEPT = Duration.ofMillis(500);

    private final Duration activeKept;
    private final SecureDatabase database;
    private final MasterKeys masterKeys;
    private final Function<WrappedDataKey, EncryptionBudget> budgets;
    private final EncryptionKeyRepository keys = new EncryptionKeyRepository();
    private final SecureAuditLog auditLog = new SecureAuditLog();
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<OrganizationId, Active> active = new ConcurrentHashMap<>();
    private final ConcurrentMap<UUID, DataKey> loaded = new ConcurrentHashMap<>();

    /** `usageLimit`: encryptions under one key from which on it is due for rotation (K4). */
    public DataKeyRing(SecureDatabase database, MasterKeys masterKeys, long usageLimit) {
        this(database, masterKeys, budgets(new UsageReservation(database, usageLimit)), ACTIVE_KEPT);
    }

    DataKeyRing(
            SecureDatabase database,
            MasterKeys masterKeys,
            Function<WrappedDataKey, EncryptionBudget> budgets,
            Duration activeKept) {
        this.activeKept = activeKept;
        this.database = database;
        this.masterKeys = masterKeys;
        this.budgets = budgets;
    }

    private static Function<WrappedDataKey, EncryptionBudget> budgets(UsageReservation usage) {
        return key -> new EncryptionBudget(wanted -> usage.reserve(key.organizationId(), key.id(), wanted));
    }

    /** The key that encrypts for this tenant now; made at the first call. */
    public DataKey active(OrganizationId organization) {
        Active known = active.get(organization);
        if (known != null && System.nanoTime() - known.askedAt() < activeKept.toNanos()) {
            return known.key();
        }
        return activate(database.inTransaction(organization, tx -> findOrCreate(tx, organization)));
    }

    /** The key that a row names; another tenant's key is as unusable as a missing one. */
    public DataKey key(OrganizationId organization, UUID id) {
        DataKey known = loaded.get(id);
        if (known == null) {
            known = remember(database.inTransaction(organization, tx -> keys.findWrapped(tx, organization, id))
                    .orElseThrow(KeyUnusable::uniform));
        }
        if (!known.organizationId().equals(organization)) {
            throw KeyUnusable.uniform();
        }
        return known;
    }

    /**
     * Step 1 of a rotation (K3): the active key begins to rotate and a new one takes its place. Call {@link #forget} once
     * that is committed. Answers the new key's id, or nothing where the key was not active.
     */
    public Optional<UUID> replaceActive(SecureTransaction tx, EncryptionKey old, Actor actor) {
        if (!keys.changeStatus(tx, old.id(), KeyStatus.ACTIVE, KeyStatus.ROTATING)) {
            return Optional.empty();
        }
        WrappedDataKey successor = newKey(ActiveMasterKey.of(tx, masterKeys), old.organizationId());
        keys.insertSuccessor(tx, successor, old, actor.userId());
        return Optional.of(successor.id());
    }

    /** The next {@link #active} asks the database again. */
    public void forget(OrganizationId organization) {
        active.remove(organization);
    }

    /** Forgets and destroys what was destroyed in the database meanwhile (K5). Call it every few seconds. */
    public void dropDestroyed() {
        if (loaded.isEmpty()) {
            return;
        }
        List<UUID> destroyed = database.inServiceRole(
                "look for destroyed keys among those of all tenants that are loaded",
                tx -> keys.findDestroyed(tx, loaded.keySet()));
        for (UUID id : destroyed) {
            active.values().removeIf(known -> known.key().id().equals(id));
            DataKey key = loaded.remove(id);
            if (key != null) {
                key.destroy();
            }
        }
    }

    @Override
    public void close() {
        active.clear();
        loaded.values().forEach(DataKey::destroy);
        loaded.clear();
    }

    private WrappedDataKey findOrCreate(SecureTransaction tx, OrganizationId organization) {
        return keys.findActive(tx, organization).orElseGet(() -> {
            WrappedDataKey key = newKey(ActiveMasterKey.of(tx, masterKeys), organization);
            if (keys.insertIfNoneActive(tx, key)) {
                auditLog.append(tx, created(key));
            }
            // Whoever was first: two instances at once must agree on one key.
            return keys.findActive(tx, organization).orElseThrow(KeyUnusable::uniform);
        });
    }

    private static AuditEntry created(WrappedDataKey key) {
        Actor system = Actor.system(key.organizationId());
        return AuditEntry.success(system, AuditCategory.KEY_ACCESS, "encryption_key", key.id(), "created", null);
    }

    WrappedDataKey newKey(ActiveMasterKey master, OrganizationId organization) {
        UUID id = Identifiers.next();
        String keyId = "data-" + id;
        AesKey key = AesKey.generate(random);
        try {
            byte[] wrapped = master.key().wrap(key, WrappedDataKey.bound(id, keyId, organization));
            return new WrappedDataKey(id, keyId, organization, master.rowId(), wrapped);
        } finally {
            key.destroy();
        }
    }

    DataKey activate(WrappedDataKey wrapped) {
        DataKey key = remember(wrapped);
        active.put(key.organizationId(), new Active(key, System.nanoTime()));
        return key;
    }

    private DataKey remember(WrappedDataKey wrapped) {
        return loaded.computeIfAbsent(
                wrapped.id(),
                id -> new DataKey(
                        id,
                        wrapped.organizationId(),
                        masterKeys.unwrap(wrapped.wrapped(), wrapped.bound()),
                        budgets.apply(wrapped)));
    }

    private record Active(DataKey key, long askedAt) {}
}
