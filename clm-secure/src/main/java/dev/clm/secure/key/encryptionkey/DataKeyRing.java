package dev.clm.secure.key.encryptionkey;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.masterkey.ActiveMasterKey;
import dev.clm.secure.key.masterkey.AesKey;
import dev.clm.secure.key.masterkey.AssociatedData;
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
 * The unwrapped data keys of this process (K5): the context owns the one ring and closes it, which destroys them; what nobody asked
 * for in {@link #IDLE} goes before. Any thread may ask, with no transaction open unless the key is loaded: loading opens one. A
 * tenant's first key is committed before anything is encrypted with it. Which key is active is asked anew twice a second, so that a
 * rotation begun elsewhere is heard of.
 */
public final class DataKeyRing implements AutoCloseable {
    /** How long this process may go on encrypting under a key that another one has just replaced. */
    public static final Duration ACTIVE_KEPT = Duration.ofMillis(500);

    /** How long an unwrapped key stays here unused. */
    public static final Duration IDLE = Duration.ofMinutes(10);

    private static final Slot PLATFORM = new Slot(null, KeyPurpose.PLATFORM);
    private static final String PLATFORM_REASON = "load the platform's own data key";

    private final Duration activeKept;
    private final Duration idle;
    private final SecureDatabase database;
    private final MasterKeys masterKeys;
    private final Function<WrappedDataKey, EncryptionBudget> budgets;
    private final EncryptionKeyRepository keys = new EncryptionKeyRepository();
    private final SecureAuditLog auditLog = new SecureAuditLog();
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<Slot, Active> active = new ConcurrentHashMap<>();
    private final ConcurrentMap<UUID, DataKey> loaded = new ConcurrentHashMap<>();
    /** Outlives the unwrapped key, so that what was reserved is used after it is loaded again. */
    private final ConcurrentMap<UUID, EncryptionBudget> reserved = new ConcurrentHashMap<>();

    /** `usageLimit`: encryptions under one key from which on it is due for rotation (K4). */
    public DataKeyRing(SecureDatabase database, MasterKeys masterKeys, long usageLimit) {
        this(database, masterKeys, budgets(new UsageReservation(database, usageLimit)), ACTIVE_KEPT, IDLE);
    }

    DataKeyRing(
            SecureDatabase database,
            MasterKeys masterKeys,
            Function<WrappedDataKey, EncryptionBudget> budgets,
            Duration activeKept,
            Duration idle) {
        this.activeKept = activeKept;
        this.idle = idle;
        this.database = database;
        this.masterKeys = masterKeys;
        this.budgets = budgets;
    }

    private static Function<WrappedDataKey, EncryptionBudget> budgets(UsageReservation usage) {
        return key -> new EncryptionBudget(wanted -> usage.reserve(key.organizationId(), key.id(), wanted));
    }

    /** The key that encrypts keys of certificates for this tenant now. */
    public DataKey active(OrganizationId organization) {
        return active(organization, KeyPurpose.CERTIFICATE);
    }

    /**
     * The key that encrypts for this tenant and purpose now; made at the first call.
     *
     * @throws ClmException STATE_CONFLICT where it is to be destroyed and nobody has made a successor
     */
    public DataKey active(OrganizationId organization, KeyPurpose purpose) {
        Slot slot = new Slot(organization, purpose);
        Active known = active.get(slot);
        if (known != null && System.nanoTime() - known.askedAt() < activeKept.toNanos()) {
            return known.key().touched();
        }
        return activate(database.inTransaction(organization, tx -> findOrCreate(tx, slot)), purpose);
    }

    /** The key that a row names; another tenant's key is as unusable as a missing one. */
    public DataKey key(OrganizationId organization, UUID id) {
        DataKey known = loaded.get(id);
        if (known == null) {
            known = remember(database.inTransaction(organization, tx -> keys.findWrapped(tx, organization, id))
                    .orElseThrow(KeyUnusable::uniform));
        }
        if (!organization.equals(known.organizationId())) {
            throw KeyUnusable.uniform();
        }
        return known.touched();
    }

    /** The active key of the platform's own, in the service role; made at the first call. */
    public DataKey platform() {
        return activate(database.inServiceRole(PLATFORM_REASON, tx -> findOrCreate(tx, PLATFORM)), PLATFORM.purpose());
    }

    /** The platform's key that a row names. */
    public DataKey platform(UUID id) {
        DataKey known = loaded.get(id);
        if (known == null) {
            known = remember(database.inServiceRole(PLATFORM_REASON, tx -> keys.findWrapped(tx, null, id))
                    .orElseThrow(KeyUnusable::uniform));
        }
        if (known.organizationId() != null) {
            throw KeyUnusable.uniform();
        }
        return known.touched();
    }

    /**
     * Takes the platform's active key out of use where its master key is there and yet does not open it, so that the next
     * {@link #platform()} makes another.
     *
     * @throws ClmException UNAVAILABLE where it is wrapped by a master key that this process may not have
     */
    public void replaceUnusablePlatformKey() {
        database.inServiceRole(PLATFORM_REASON, tx -> {
            ActiveMasterKey master = ActiveMasterKey.of(tx, masterKeys);
            Optional<WrappedDataKey> broken = keys.findActive(tx, null, PLATFORM.purpose());
            if (broken.filter(key -> !master.rowId().equals(key.masterKeyId())).isPresent()) {
                throw ClmException.of(ErrorCode.UNAVAILABLE, "the platform's key is under another master key");
            }
            return broken.filter(key -> keys.change(tx, key.id(), KeyTransition.ROTATE))
                    .filter(key -> keys.change(tx, key.id(), KeyTransition.RETIRE))
                    .isPresent();
        });
    }

    /**
     * Step 1 of a rotation (K3): the active key begins to rotate and a new one takes its place. Call {@link #forget} once
     * that is committed. Answers the new key's id, or nothing where the key was not active.
     */
    public Optional<UUID> replaceActive(SecureTransaction tx, EncryptionKey old, Actor actor) {
        if (!keys.change(tx, old.id(), KeyTransition.ROTATE)) {
            return Optional.empty();
        }
        WrappedDataKey successor = newKey(ActiveMasterKey.of(tx, masterKeys), old.organizationId());
        keys.insertSuccessor(tx, successor, old, actor.userId());
        return Optional.of(successor.id());
    }

    /**
     * The active key's id; where there is none it is made, so that what is left under an older key has somewhere to go. Call
     * {@link #forget} once that is committed.
     *
     * @throws ClmException STATE_CONFLICT where it is to be destroyed and nobody has made a successor
     */
    public UUID activeOrNew(SecureTransaction tx, OrganizationId organization, KeyPurpose purpose) {
        return findOrCreate(tx, new Slot(organization, purpose)).id();
    }

    /** The next {@link #active} asks the database again. */
    public void forget(OrganizationId organization) {
        active.keySet().removeIf(slot -> organization.equals(slot.organization()));
    }

    /** Forgets and destroys what was destroyed or retired in the database, or not used here (K5). Call it every few seconds. */
    public void dropUnneeded() {
        if (loaded.isEmpty()) {
            return;
        }
        List<UUID> unneeded = database.inServiceRole(
                "look for destroyed and retired keys among those of all tenants that are loaded",
                tx -> keys.findUnneeded(tx, loaded.keySet()));
        unneeded.forEach(id -> {
            drop(id);
            reserved.remove(id);
        });
        dropIdle();
    }

    private void dropIdle() {
        long now = System.nanoTime();
        loaded.values().stream()
                .filter(key -> now - key.touchedAt() > idle.toNanos())
                .map(DataKey::id)
                .toList()
                .forEach(this::drop);
    }

    /** Whoever still holds the key is told to repeat the request. */
    private void drop(UUID id) {
        active.values().removeIf(known -> known.key().id().equals(id));
        DataKey key = loaded.remove(id);
        if (key != null) {
            key.destroy();
        }
    }

    @Override
    public void close() {
        active.clear();
        loaded.values().forEach(DataKey::destroy);
        loaded.clear();
    }

    private WrappedDataKey findOrCreate(SecureTransaction tx, Slot slot) {
        return keys.findActive(tx, slot.organization(), slot.purpose()).orElseGet(() -> {
            WrappedDataKey key = newKey(ActiveMasterKey.of(tx, masterKeys), slot.organization());
            if (keys.insertIfNoneActive(tx, key, slot.purpose())) {
                auditLog.append(tx, created(key));
            }
            // Whoever was first: two instances at once must agree on one key.
            return keys.findActive(tx, slot.organization(), slot.purpose()).orElseThrow(DataKeyRing::stopped);
        });
    }

    private static ClmException stopped() {
        return ClmException.of(
                ErrorCode.STATE_CONFLICT,
                "the organization's active data key is to be destroyed and takes no private key; cancel that first");
    }

    private static AuditEntry created(WrappedDataKey key) {
        Actor system = key.organizationId() == null ? Actor.platform() : Actor.system(key.organizationId());
        return AuditEntry.success(system, AuditCategory.KEY_ACCESS, "encryption_key", key.id(), "created", null)
                .ownedBy(key.organizationId());
    }

    WrappedDataKey newKey(ActiveMasterKey master, OrganizationId organization) {
        UUID id = Identifiers.next();
        String keyId = "data-" + id;
        AesKey key = AesKey.generate(random);
        try {
            byte[] wrapped = master.key().wrap(key, AssociatedData.ofEncryptionKey(id, keyId, organization));
            return new WrappedDataKey(id, keyId, organization, master.rowId(), wrapped);
        } finally {
            key.destroy();
        }
    }

    DataKey activate(WrappedDataKey wrapped, KeyPurpose purpose) {
        DataKey key = remember(wrapped);
        active.put(new Slot(key.organizationId(), purpose), new Active(key, System.nanoTime()));
        return key.touched();
    }

    private DataKey remember(WrappedDataKey wrapped) {
        return loaded.computeIfAbsent(
                wrapped.id(),
                id -> new DataKey(
                        id,
                        wrapped.organizationId(),
                        masterKeys.unwrap(wrapped.wrapped(), wrapped.bound()),
                        reserved.computeIfAbsent(id, unused -> budgets.apply(wrapped))));
    }

    private record Slot(OrganizationId organization, KeyPurpose purpose) {}

    private record Active(DataKey key, long askedAt) {}
}
