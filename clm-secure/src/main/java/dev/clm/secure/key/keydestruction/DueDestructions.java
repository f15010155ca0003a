package dev.clm.secure.key.keydestruction;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.database.Outage;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.identifier.Sha256;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Destroys keys whose delay is over (docs/KEY-ROTATION.md, "Destruction"): the key takes no more part in anything, private
 * keys under it are marked in pieces, then the wrapped key is erased with audit entry and receipt in one transaction. Killed
 * anywhere, the next run goes on.
 */
public final class DueDestructions {
    private static final Logger LOG = LoggerFactory.getLogger(DueDestructions.class);
    /** Between the two looks, and never in one run: long enough for a clock that jumped to be noticed. */
    private static final Duration LONGEST_BETWEEN = Duration.ofMinutes(5);

    private static final int PAGE = 100;
    private static final int PIECE = 2_000;
    private static final String SHREDDING = "mark private keys that are lost with their key";

    private final SecureDatabase database;
    private final Duration delay;
    private final Duration between;
    private final Duration codeSigningKept;
    private final KeyDestructionRepository destructions = new KeyDestructionRepository();
    private final ShreddingRepository rows = new ShreddingRepository();
    private final SecureAuditLog auditLog = new SecureAuditLog();

    /** @param codeSigningKept how long after its end a revoked code signing certificate stays listed */
    public DueDestructions(SecureDatabase database, Duration delay, Duration codeSigningKept) {
        this.database = database;
        this.delay = delay;
        this.codeSigningKept = codeSigningKept;
        this.between = delay.compareTo(LONGEST_BETWEEN) < 0 ? delay : LONGEST_BETWEEN;
    }

    /** One that something keeps from beginning stays where it was, can still be cancelled, and stops no other. */
    public void run() {
        List<KeyDestruction> due;
        UUID last = null;
        do {
            UUID after = last;
            due = database.inServiceRole(
                    "find keys of all tenants whose destruction is due",
                    tx -> rows.findDue(tx, delay, between, after, PAGE));
            due.forEach(this::destroyOrTell);
            last = due.isEmpty() ? null : due.get(due.size() - 1).id();
        } while (due.size() == PAGE);
        int seen = database.inServiceRole("look for destructions that have become due", tx -> rows.look(tx, delay));
        LOG.debug("{} destructions were looked at for the first time", seen);
    }

    private void destroyOrTell(KeyDestruction destruction) {
        try {
            destroy(destruction);
        } catch (RuntimeException e) {
            if (!Outage.tells(e)) {
                LOG.warn("the key {} is not destroyed yet: {}", destruction.encryptionKeyId(), e.getMessage());
            }
        }
    }

    private void destroy(KeyDestruction destruction) {
        FailPoint.reach("key-destruction.begin.before", destruction.organizationId());
        if (!database.inServiceRole(
                "begin the destruction of a key whose delay is over", tx -> begin(tx, destruction))) {
            return;
        }
        FailPoint.reach("key-destruction.begin.after", destruction.organizationId());
        if (destruction.shred()) {
            shred(destruction);
        }
        FailPoint.reach("key-destruction.erase.before", destruction.organizationId());
        database.inServiceRole("destroy a key whose delay is over", tx -> erase(tx, destruction));
        FailPoint.reach("key-destruction.erase.after", destruction.organizationId());
    }

    /** Answers whether it is under way, since now or before; otherwise it was cancelled or has ended meanwhile. */
    private boolean begin(SecureTransaction tx, KeyDestruction destruction) {
        if (rows.begin(tx, destruction.id(), delay, between)) {
            destructions
                    .listing(tx, destruction.encryptionKeyId(), codeSigningKept)
                    .ifPresent(why -> {
                        throw ClmException.of(ErrorCode.STATE_CONFLICT, why);
                    });
            audit(tx, destruction, "destruction_begun", null);
            FailPoint.reach("key-destruction.begin.within", destruction.organizationId());
            return true;
        }
        return rows.lock(tx, destruction.id());
    }

    /** The key takes no row any more, so that nothing turns up behind the walk. */
    private void shred(KeyDestruction destruction) {
        database.inServiceRole(SHREDDING, tx -> rows.organizations(tx, destruction.encryptionKeyId()))
                .forEach(organization -> shred(destruction, organization));
    }

    private void shred(KeyDestruction destruction, UUID organization) {
        UUID last = null;
        do {
            UUID after = last;
            last = database.inServiceRole(SHREDDING, tx -> {
                UUID reached = rows.shred(tx, organization, destruction.encryptionKeyId(), after, PIECE);
                FailPoint.reach("key-destruction.shred.within", destruction.organizationId());
                return reached;
            });
            FailPoint.reach("key-destruction.shred.after", destruction.organizationId());
        } while (last != null);
    }

    private boolean erase(SecureTransaction tx, KeyDestruction destruction) {
        if (!rows.lock(tx, destruction.id())) {
            return false;
        }
        byte[] wrapped = rows.wrapped(tx, destruction.encryptionKeyId()).orElseThrow(DueDestructions::gone);
        if (!rows.erase(tx, destruction.encryptionKeyId())) {
            throw gone();
        }
        String digest = Sha256.hex(wrapped);
        long lost = rows.countShredded(tx, destruction.encryptionKeyId());
        String event = audit(tx, destruction, "destroyed", lossOf(destruction, digest, lost));
        rows.complete(tx, destruction.id(), digest, lost, event);
        FailPoint.reach("key-destruction.erase.within", destruction.organizationId());
        return true;
    }

    private static Map<String, ?> lossOf(KeyDestruction destruction, String digest, long lost) {
        Map<String, Object> loss = new LinkedHashMap<>();
        loss.put("requested_by_user_id", destruction.requestedByUserId());
        loss.put("requested_at", destruction.requestedAt().toString());
        loss.put("due_at", destruction.dueAt().toString());
        loss.put("due_seen_at", Objects.toString(destruction.dueSeenAt(), null));
        loss.put("material_sha256", digest);
        loss.put("private_keys_lost", lost);
        return loss;
    }

    private String audit(SecureTransaction tx, KeyDestruction destruction, String action, Map<String, ?> data) {
        Actor system = Actor.system(destruction.organizationId());
        AuditEntry entry = AuditEntry.success(
                system, AuditCategory.KEY_ACCESS, "encryption_key", destruction.encryptionKeyId(), action, data);
        auditLog.append(tx, entry);
        return entry.id().toString();
    }

    private static ClmException gone() {
        return ClmException.of(ErrorCode.STATE_CONFLICT, "the key was destroyed already");
    }
}
