package dev.clm.api.certificate.authority;

import dev.clm.api.certificate.issuance.Issuers;
import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.database.SecureDatabase;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Makes an authority in force the default issuer of its organization (rule I2). */
@Service
public class ChooseDefaultIssuer {
    private final SecureDatabase secure;
    private final CertificateAuthorityRepository authorities;
    private final SecureAuditLog auditLog;
    private final Issuers issuers;

    public ChooseDefaultIssuer(
            SecureDatabase secure,
            CertificateAuthorityRepository authorities,
            SecureAuditLog auditLog,
            Issuers issuers) {
        this.secure = secure;
        this.authorities = authorities;
        this.auditLog = auditLog;
        this.issuers = issuers;
    }

    CertificateAuthority choose(Actor actor, UUID certificateId) {
        CertificateAuthority chosen = secure.inTransaction(actor, tx -> {
            authorities.lockWhetherDefaultIsNamed(tx, actor.organizationId());
            CertificateAuthority authority = authorities
                    .findByCertificate(tx, certificateId)
                    .orElseThrow(() -> ClmException.of(ErrorCode.NOT_FOUND, "there is no such authority"));
            if (!authorities.isInForceUpToRoot(tx, authority)) {
                throw ClmException.of(
                        ErrorCode.STATE_CONFLICT,
                        "the authority, or one above it, is revoked, on hold, expired or deleted");
            }
            if (!authority.isDefault()) {
                authorities.makeDefault(tx, authority);
                auditLog.append(
                        tx,
                        AuditEntry.success(
                                actor,
                                AuditCategory.CERT_ACCESS,
                                "certificate",
                                certificateId,
                                "made_default_issuer",
                                null));
            }
            return authority.asDefault(true);
        });
        issuers.forgetDefault(actor.organizationId());
        return chosen;
    }
}
