package dev.clm.secure.key.privatekey;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.Locale;
import java.util.function.Function;

/**
 * The one place that decides whether a private key may be used: by its attributes, by its quarantine and by its access policy
 * (requirements K5 and K8, decision 0071). Counts and audit entries are committed before a key is opened; every refusal is audited.
 */
public final class PrivateKeyUses {
    private static final String RESOURCE = "private_key";

    private final SecureDatabase secure;
    private final PrivateKeyRepository privateKeys;
    private final PrivateKeyVault vault;
    private final SecureAuditLog auditLog;
    private final QuarantineRepository quarantine = new QuarantineRepository();

    public PrivateKeyUses(
            SecureDatabase secure, PrivateKeyRepository privateKeys, PrivateKeyVault vault, SecureAuditLog auditLog) {
        this.secure = secure;
        this.privateKeys = privateKeys;
        this.vault = vault;
        this.auditLog = auditLog;
    }

    /**
     * An export, for the vault to carry out once the transaction is committed.
     *
     * @param key locked, as is its certificate: what is decided by stands until then
     */
    public KeyUse decideExport(SecureTransaction tx, Actor actor, StoredPrivateKey key) {
        AccessDecision decision = decideExportOf(tx, actor, key);
        auditLog.append(
                tx,
                decision == AccessDecision.ALLOWED
                        ? AuditEntry.success(
                                actor,
                                AuditCategory.EXPORT,
                                RESOURCE,
                                key.sealed().id(),
                                "exported",
                                null)
                        : refusal(actor, AuditCategory.EXPORT, key, "exported", decision));
        return new KeyUse(key.sealed(), decision);
    }

    /**
     * Lends a key to sign with for an actor; call it with no transaction open. What is signed has an audit entry of its own, so
     * only refusals have one here. A key without a policy costs no statement.
     *
     * @param key as it was read at some time; a policy is asked as it is now
     */
    public <R> R sign(Actor actor, StoredPrivateKey key, Function<byte[], R> function) {
        KeyUse use = key.attributes().accessPolicy().equals(AccessPolicy.UNRESTRICTED)
                ? new KeyUse(key.sealed(), AccessDecision.ALLOWED)
                : secure.inTransaction(actor, tx -> decideSigning(tx, actor, key));
        return vault.use(use, function);
    }

    /**
     * What the service signs of its own accord, such as lists of revoked certificates. Nobody in particular asks for it, and it
     * must not end with a day's uses: of the policy only the operations count.
     */
    public static KeyUse ownSigning(StoredPrivateKey key) {
        return new KeyUse(
                key.sealed(),
                key.attributes().accessPolicy().allows(KeyOperation.SIGN)
                        ? AccessDecision.ALLOWED
                        : AccessDecision.OPERATION_NOT_ALLOWED);
    }

    private KeyUse decideSigning(SecureTransaction tx, Actor actor, StoredPrivateKey known) {
        StoredPrivateKey key = privateKeys
                .lockByCertificateId(tx, known.sealed().certificateId())
                .orElseThrow(PrivateKeyUses::gone);
        AccessDecision decision = decideByPolicy(tx, actor, key, KeyOperation.SIGN);
        if (decision != AccessDecision.ALLOWED) {
            auditLog.append(tx, refusal(actor, AuditCategory.KEY_ACCESS, key, "signed", decision));
        }
        return new KeyUse(key.sealed(), decision);
    }

    private AccessDecision decideExportOf(SecureTransaction tx, Actor actor, StoredPrivateKey key) {
        if (!key.attributes().exportable()) {
            return AccessDecision.NOT_EXPORTABLE;
        }
        return quarantine.holds(tx, key.sealed().certificateId())
                ? AccessDecision.QUARANTINED
                : decideByPolicy(tx, actor, key, KeyOperation.EXPORT);
    }

    private AccessDecision decideByPolicy(
            SecureTransaction tx, Actor actor, StoredPrivateKey key, KeyOperation operation) {
        if (!privateKeys.countAccess(tx, key.sealed().id())) {
            throw gone();
        }
        AccessPolicy policy = key.attributes().accessPolicy();
        AccessDecision decision = policy.decide(actor, operation, false);
        return decision == AccessDecision.ALLOWED && !privateKeys.countUse(tx, key.sealed(), policy.maxUsesPerDay())
                ? AccessDecision.DAILY_LIMIT_REACHED
                : decision;
    }

    private static AuditEntry refusal(
            Actor actor, AuditCategory category, StoredPrivateKey key, String action, AccessDecision decision) {
        return AuditEntry.failure(
                actor,
                category,
                RESOURCE,
                key.sealed().id(),
                action,
                decision.name().toLowerCase(Locale.ROOT));
    }

    /** Deleted since it was looked for. */
    private static ClmException gone() {
        return ClmException.of(ErrorCode.NOT_FOUND, "there is no such certificate");
    }
}
