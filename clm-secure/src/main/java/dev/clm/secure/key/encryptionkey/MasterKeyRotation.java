package dev.clm.secure.key.encryptionkey;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.error.ClmException;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.masterkey.AesKey;
import dev.clm.secure.key.masterkey.KeyUnusable;
import dev.clm.secure.key.masterkey.MasterKey;
import dev.clm.secure.key.masterkey.MasterKeySuccession;
import dev.clm.secure.key.masterkey.MasterKeySuccession.Step;
import dev.clm.secure.key.masterkey.MasterKeys;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Rewraps every data key under the next master key, one transaction a key (docs/KEY-ROTATION.md, "The master key"). What is
 * done is written in the rows, so that a killed run is gone on with by whoever runs it next; two at once do no harm.
 */
public final class MasterKeyRotation {
    private static final int PAGE = 500;

    private final SecureDatabase database;
    private final MasterKeys masterKeys;
    private final MasterKeySuccession succession;
    private final RewrapRepository keys = new RewrapRepository();
    private final SecureAuditLog auditLog = new SecureAuditLog();

    public MasterKeyRotation(SecureDatabase database, MasterKeys masterKeys) {
        this.database = database;
        this.masterKeys = masterKeys;
        this.succession = new MasterKeySuccession(masterKeys);
    }

    /**
     * @param rewrapped data keys that this run moved
     * @param remaining data keys that are not under the new one; above zero the old master key stays needed
     */
    public record Outcome(String oldKeyId, String newKeyId, int rewrapped, int remaining) {
        public boolean done() {
            return remaining == 0;
        }
    }

    /** What a run would do; changes nothing. */
    public Outcome preview() {
        return database.inServiceRole("count data keys of all tenants for a rotation of the master key", tx -> {
            Step step = succession.preview(tx);
            return outcome(tx, step, 0);
        });
    }

    /** Begins or goes on, and answers when nothing is left to do. */
    public Outcome run(Actor actor) {
        Step step = database.inServiceRole("begin a rotation of the master key", tx -> begin(tx, actor));
        FailPoint.reach("master-key.begin.after");
        int rewrapped = rewrapAll(actor, step);
        FailPoint.reach("master-key.finish.before");
        return database.inServiceRole("finish a rotation of the master key", tx -> finish(tx, actor, step, rewrapped));
    }

    /** Goes on with a run that was killed, where there is one and this process has both keys. */
    public void resume() {
        boolean possible = database.inServiceRole(
                "look for an unfinished rotation of the master key",
                tx -> succession
                        .unfinished(tx)
                        .filter(step -> masterKeys.find(step.from().keyId()).isPresent())
                        .filter(step -> masterKeys.find(step.to().keyId()).isPresent())
                        .isPresent());
        if (possible) {
            run(Actor.platform());
        }
    }

    private Step begin(SecureTransaction tx, Actor actor) {
        Step step = succession.begin(tx);
        if (!step.begunBefore()) {
            audit(tx, actor, step, "rotation_started");
        }
        return step;
    }

    private int rewrapAll(Actor actor, Step step) {
        MasterKey to = masterKeys.find(step.to().keyId()).orElseThrow(KeyUnusable::uniform);
        int rewrapped = 0;
        UUID after = null;
        for (List<WrappedDataKey> page = page(step, after); !page.isEmpty(); page = page(step, after)) {
            for (WrappedDataKey key : page) {
                rewrapped += rewrap(actor, key, step, to) ? 1 : 0;
                after = key.id();
            }
        }
        return rewrapped;
    }

    private List<WrappedDataKey> page(Step step, UUID after) {
        return database.inServiceRole(
                "read data keys of all tenants for a rotation of the master key",
                tx -> keys.page(tx, step.to().id(), after, PAGE));
    }

    /** The token works before the transaction begins. A key that opens under neither master key stays as it is. */
    private boolean rewrap(Actor actor, WrappedDataKey key, Step step, MasterKey to) {
        byte[] rewrapped;
        try {
            AesKey plain = masterKeys.unwrap(key.wrapped(), key.bound());
            try {
                rewrapped = to.wrap(plain, key.bound());
            } finally {
                plain.destroy();
            }
        } catch (ClmException unusable) {
            return false;
        }
        FailPoint.reach("master-key.rewrap.before");
        boolean stored = database.inServiceRole(
                "rewrap a data key for a rotation of the master key", tx -> store(tx, actor, key, step, rewrapped));
        FailPoint.reach("master-key.rewrap.after");
        return stored;
    }

    private boolean store(SecureTransaction tx, Actor actor, WrappedDataKey key, Step step, byte[] rewrapped) {
        if (!keys.rewrap(tx, key, step.to().id(), rewrapped)) {
            return false;
        }
        AuditEntry entry = AuditEntry.success(
                actor, AuditCategory.KEY_ROTATION, "encryption_key", key.id(), "rewrapped", words(step));
        auditLog.append(tx, entry.ownedBy(key.organizationId()));
        FailPoint.reach("master-key.rewrap.within");
        return true;
    }

    private Outcome finish(SecureTransaction tx, Actor actor, Step step, int rewrapped) {
        Outcome outcome = outcome(tx, step, rewrapped);
        if (outcome.done() && succession.finish(tx, step)) {
            audit(tx, actor, step, "rotation_completed");
        }
        return outcome;
    }

    private Outcome outcome(SecureTransaction tx, Step step, int rewrapped) {
        return new Outcome(
                step.from().keyId(),
                step.to().keyId(),
                rewrapped,
                keys.countElsewhere(tx, step.to().id()));
    }

    private void audit(SecureTransaction tx, Actor actor, Step step, String action) {
        AuditEntry entry = AuditEntry.success(
                actor, AuditCategory.KEY_ROTATION, "master_key", step.to().id(), action, words(step));
        auditLog.append(tx, entry.ownedBy(null));
    }

    private static Map<String, ?> words(Step step) {
        return Map.of("old_key_id", step.from().keyId(), "new_key_id", step.to().keyId());
    }
}
