package dev.clm.api.certificate.authority;

import dev.clm.api.certificate.issuance.AllowRequest;
import dev.clm.api.certificate.issuance.IssuanceMetrics;
import dev.clm.api.coordination.relay.OutboxRelay;
import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import dev.clm.common.tenant.Actor;
import dev.clm.pki.certificate.CertificateType;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.authority.CertificateRevocationListRepository;
import dev.clm.secure.certificate.issued.IssuedCertificates;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.springframework.stereotype.Service;

/**
 * Makes an authority: its certificate with everything that belongs to one, itself and its first CRL in one secure transaction,
 * the metadata by the relay at once. The order is that of docs/ISSUANCE.md.
 */
@Service
public class CreateAuthority {
    private final SecureDatabase secure;
    private final AllowRequest allowance;
    private final SignAuthority signing;
    private final IssuedCertificates certificates;
    private final CertificateAuthorityRepository authorities;
    private final CertificateRevocationListRepository lists;
    private final OutboxRelay<SecureTransaction> relay;
    private final IssuanceMetrics metrics;

    public CreateAuthority(
            SecureDatabase secure,
            AllowRequest allowance,
            SignAuthority signing,
            IssuedCertificates certificates,
            CertificateAuthorityRepository authorities,
            CertificateRevocationListRepository lists,
            OutboxRelay<SecureTransaction> relay,
            IssuanceMetrics metrics) {
        this.secure = secure;
        this.allowance = allowance;
        this.signing = signing;
        this.certificates = certificates;
        this.authorities = authorities;
        this.lists = lists;
        this.relay = relay;
        this.metrics = metrics;
    }

    /**
     * `firstAnswer` gives what is to be stored for repeated requests, if anything.
     *
     * @throws ClmException IDEMPOTENCY_KEY_IN_USE where another process stored its answer first
     */
    public CertificateAuthority create(
            Actor actor,
            CheckedAuthority wanted,
            Function<CertificateAuthority, Optional<IdempotentAnswer>> firstAnswer) {
        SignAuthority.Signed signed = signing.sign(actor, wanted, room(actor, wanted));
        CertificateAuthority stored =
                secure.inTransaction(actor.organizationId(), tx -> store(tx, actor, signed, firstAnswer));
        metrics.issued(wanted.type());
        relay.deliverNow(stored.certificateId());
        return stored;
    }

    private OptionalInt room(Actor actor, CheckedAuthority wanted) {
        return allowance.requireAuthority(
                actor, wanted.type(), wanted.commonName(), wanted.validityDays(), wanted.key());
    }

    private CertificateAuthority store(
            SecureTransaction tx,
            Actor actor,
            SignAuthority.Signed signed,
            Function<CertificateAuthority, Optional<IdempotentAnswer>> firstAnswer) {
        CertificateAuthority authority = withDefault(tx, signed.authority());
        certificates
                .store(tx, signed.certificate().answeredWith(firstAnswer.apply(authority)))
                .orRefuse();
        if (!authorities.insert(tx, authority.asDefault(false), actor.userId())) {
            throw ClmException.refused(
                    ErrorCode.STATE_CONFLICT,
                    List.of(new FieldError("name", "taken", "another authority has this name")));
        }
        if (authority.isDefault()) {
            authorities.makeDefault(tx, authority);
        }
        lists.insertNext(tx, actor.organizationId(), signed.crl());
        return authority;
    }

    /** A new authority takes over only where it is told to, or where the organization has no default issuer yet. */
    private CertificateAuthority withDefault(SecureTransaction tx, CertificateAuthority authority) {
        boolean named = authorities.lockWhetherDefaultIsNamed(tx, authority.organizationId());
        return authority.asDefault(authority.isDefault() || !named && authority.type() == CertificateType.INTERMEDIATE);
    }
}
