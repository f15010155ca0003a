package dev.clm.secure.key.keyrotation;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.database.Outage;
import dev.clm.common.error.ClmException;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.EncryptionAllowance;
import dev.clm.secure.key.encryptionkey.KeyPurpose;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.SealedPrivateKey;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves keys of authorities that rest among those of certificates, where an earlier release put them, under their organization's
 * data key for authorities (K7), each in a transaction of its own. What does not open stays where it is and is seen elsewhere:
 * such an authority cannot sign. May run on several instances, beside rotations, and again.
 */
public final class AuthorityKeyMove {
    private static final Logger LOG = LoggerFactory.getLogger(AuthorityKeyMove.class);
    private static final int PAGE = 500;

    private final SecureDatabase database;
    private final PrivateKeyVault vault;
    private final AuthorityKeyRepository rows = new AuthorityKeyRepository();
    private final SecureAuditLog auditLog = new SecureAuditLog();

    public AuthorityKeyMove(SecureDatabase database, PrivateKeyVault vault) {
        this.database = database;
        this.vault = vault;
    }

    /** Answers how many it moved. */
    public int run() {
        int moved = 0;
        List<SealedPrivateKey> page = page(null);
        while (!page.isEmpty()) {
            for (SealedPrivateKey key : page) {
                moved += move(key) ? 1 : 0;
            }
            page = page(page.get(page.size() - 1).id());
        }
        return moved;
    }

    private List<SealedPrivateKey> page(UUID after) {
        return database.inServiceRole(
                "find keys of authorities of all tenants that are under another purpose's data key",
                tx -> rows.elsewhere(tx, after, PAGE));
    }

    private boolean move(SealedPrivateKey key) {
        try {
            UUID target = vault.activeKeyId(key.organizationId(), KeyPurpose.AUTHORITY);
            vault.load(key.organizationId(), key.encryptionKeyId(), target);
            EncryptionAllowance one = vault.setAside(key.organizationId(), target, 1);
            SealedPrivateKey moved = vault.reEncrypt(key, target, one);
            FailPoint.reach("authority-key-move.before", key.organizationId());
            boolean stored = database.inTransaction(key.organizationId(), tx -> store(tx, key, moved));
            FailPoint.reach("authority-key-move.after", key.organizationId());
            return stored;
        } catch (ClmException refused) {
            if (!Outage.tells(refused)) {
                LOG.warn("the key of authority certificate {} was not moved: {}", key.certificateId(), refused.code());
            }
            return false;
        }
    }

    private boolean store(SecureTransaction tx, SealedPrivateKey key, SealedPrivateKey moved) {
        if (!rows.move(tx, key, moved)) {
            return false;
        }
        auditLog.append(
                tx,
                AuditEntry.success(
                        Actor.system(key.organizationId()),
                        AuditCategory.KEY_ROTATION,
                        "private_key",
                        key.id(),
                        "moved_to_authority_key",
                        null));
        FailPoint.reach("authority-key-move.within", key.organizationId());
        return true;
    }
}
