package dev.clm.api.key.accesspolicy;

import dev.clm.api.certificate.issuance.Issuers;
import dev.clm.api.certificate.search.ReadCertificates;
import dev.clm.api.coordination.reference.ReferenceChecker;
import dev.clm.api.http.web.EntityTag.Expected;
import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.field.Json;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.certificate.issued.Certificate;
import dev.clm.secure.certificate.issued.CertificateRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.privatekey.AccessPolicy;
import dev.clm.secure.key.privatekey.AccessPolicyChange;
import dev.clm.secure.key.privatekey.AccessPolicyJson;
import dev.clm.secure.key.privatekey.KeyOperation;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import dev.clm.secure.key.privatekey.StoredPrivateKey;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Reads and changes the access policy of a private key (decision 0071). Each change has an audit entry, with the policy before
 * and after, in its transaction (requirement S5).
 */
@Service
public class ChangeAccessPolicy {
    private final SecureDatabase secure;
    private final CertificateRepository certificates;
    private final PrivateKeyRepository privateKeys;
    private final SecureAuditLog auditLog;
    private final ReferenceChecker references;
    private final Issuers issuers;

    public ChangeAccessPolicy(
            SecureDatabase secure,
            CertificateRepository certificates,
            PrivateKeyRepository privateKeys,
            SecureAuditLog auditLog,
            ReferenceChecker references,
            Issuers issuers) {
        this.secure = secure;
        this.certificates = certificates;
        this.privateKeys = privateKeys;
        this.auditLog = auditLog;
        this.references = references;
        this.issuers = issuers;
    }

    /** Of the private key of a live certificate. @throws ClmException STATE_CONFLICT where the service holds none */
    AccessPolicy read(Actor actor, UUID certificateId) {
        return secure.inTransaction(actor, tx -> {
            requireCertificate(tx, certificateId);
            return requireKey(privateKeys.findByCertificateId(tx, certificateId))
                    .attributes()
                    .accessPolicy();
        });
    }

    /** Answers the policy as it is then. */
    AccessPolicy change(Actor actor, UUID certificateId, AccessPolicyChange change, Expected expected) {
        references.requireMembers(actor, "allowed_user_ids", change.users());
        AccessPolicy changed = secure.inTransaction(actor, tx -> change(tx, actor, certificateId, change, expected));
        issuers.forgetAll(actor.organizationId());
        return changed;
    }

    private AccessPolicy change(
            SecureTransaction tx, Actor actor, UUID certificateId, AccessPolicyChange change, Expected expected) {
        Certificate certificate = requireCertificate(tx, certificateId);
        StoredPrivateKey key = requireKey(privateKeys.lockByCertificateId(tx, certificateId));
        AccessPolicy before = key.attributes().accessPolicy();
        expected.require(version(before));
        AccessPolicy after = change.appliedTo(before);
        if (certificate.type().isAuthority() && !after.allows(KeyOperation.SIGN)) {
            throw ClmException.invalid(
                    "allowed_operations",
                    "sign_required",
                    "the key of an authority signs its lists; to stop it from issuing, revoke or delete the authority");
        }
        if (!privateKeys.changeAccessPolicy(tx, key.sealed().id(), after)) {
            throw noKey();
        }
        auditLog.append(
                tx,
                AuditEntry.success(
                        actor,
                        AuditCategory.KEY_ACCESS,
                        "private_key",
                        key.sealed().id(),
                        "access_policy_changed",
                        Map.of("before", members(before), "after", members(after))));
        return after;
    }

    /** Differs wherever the policy does. */
    static String version(AccessPolicy policy) {
        return AccessPolicyJson.write(policy);
    }

    static Map<String, Object> members(AccessPolicy policy) {
        return Json.readObject(AccessPolicyJson.write(policy));
    }

    private Certificate requireCertificate(SecureTransaction tx, UUID id) {
        return certificates.find(tx, id).orElseThrow(ReadCertificates::notFound);
    }

    private static StoredPrivateKey requireKey(Optional<StoredPrivateKey> key) {
        return key.orElseThrow(ChangeAccessPolicy::noKey);
    }

    private static ClmException noKey() {
        return ClmException.of(ErrorCode.STATE_CONFLICT, "the service holds no private key of this certificate");
    }
}
