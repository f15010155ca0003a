package dev.clm.api.certificate.authority;

import dev.clm.api.certificate.issuance.IssuanceRows;
import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.coordination.Outbox;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.authority.CertificateRevocationListRepository;
import dev.clm.secure.certificate.issued.CertificateRepository;
import dev.clm.secure.certificate.request.CertificateRequestRepository;
import dev.clm.secure.coordination.IdempotencyKeyRepository;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Service;

/** The rows of a new authority, in one transaction. */
@Service
public class AuthorityRows {
    private final CertificateRepository certificates;
    private final PrivateKeyRepository privateKeys;
    private final CertificateRequestRepository requests;
    private final CertificateAuthorityRepository authorities;
    private final CertificateRevocationListRepository lists;
    private final IdempotencyKeyRepository idempotencyKeys;
    private final SecureAuditLog auditLog;
    private final Outbox<SecureTransaction> outbox;

    public AuthorityRows(
            CertificateRepository certificates,
            PrivateKeyRepository privateKeys,
            CertificateRequestRepository requests,
            CertificateAuthorityRepository authorities,
            CertificateRevocationListRepository lists,
            IdempotencyKeyRepository idempotencyKeys,
            SecureAuditLog auditLog,
            Outbox<SecureTransaction> outbox) {
        this.certificates = certificates;
        this.privateKeys = privateKeys;
        this.requests = requests;
        this.authorities = authorities;
        this.lists = lists;
        this.idempotencyKeys = idempotencyKeys;
        this.auditLog = auditLog;
        this.outbox = outbox;
    }

    /** Answers whether the key was free. */
    boolean reserve(SecureTransaction tx, OrganizationId organization, IdempotentAnswer answer, Instant now) {
        return idempotencyKeys.insertNew(tx, organization, List.of(answer), now)[0] == 1;
    }

    void insert(SecureTransaction tx, Actor actor, AuthoritySigning.Signed signed) {
        requireIssuerInForce(tx, signed);
        certificates.insertAll(tx, List.of(signed.certificate()));
        privateKeys.insert(tx, List.of(signed.privateKey()));
        long days = ChronoUnit.DAYS.between(
                signed.certificate().content().notBefore(),
                signed.certificate().content().notAfter());
        requests.insertFulfilled(
                tx, List.of(IssuanceRows.fulfilledRequest(actor, signed.certificate(), signed.csr(), (int)
                        Math.max(1, days))));
        if (!authorities.insert(tx, signed.authority(), signed.nameConstraints(), actor.userId())) {
            throw ClmException.refused(
                    ErrorCode.STATE_CONFLICT,
                    List.of(new FieldError("name", "taken", "another authority has this name")));
        }
        lists.insertNext(tx, actor.organizationId(), signed.crl());
        auditLog.append(tx, List.of(IssuanceRows.auditEntry(actor, signed.certificate())));
        outbox.append(
                tx,
                List.of(IssuanceRows.issuedEvent(signed.certificate(), List.of(), CertificateAnnotations.NONE)),
                Duration.ZERO);
    }

    private void requireIssuerInForce(SecureTransaction tx, AuthoritySigning.Signed signed) {
        if (signed.issuerAuthorityId() != null
                && authorities
                        .lockInForce(tx, List.of(signed.issuerAuthorityId()))
                        .isEmpty()) {
            throw ClmException.invalid("issuer_id", "not_in_force", "the authority is revoked or deleted");
        }
    }
}
