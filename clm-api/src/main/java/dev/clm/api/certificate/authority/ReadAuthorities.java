package dev.clm.api.certificate.authority;

import dev.clm.api.certificate.issuance.Issuers;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.field.Page;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.database.SecureDatabase;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Reads authorities of the caller's organization. */
@Service
public class ReadAuthorities {
    private final SecureDatabase secure;
    private final CertificateAuthorityRepository authorities;
    private final Issuers issuers;

    public ReadAuthorities(SecureDatabase secure, CertificateAuthorityRepository authorities, Issuers issuers) {
        this.secure = secure;
        this.authorities = authorities;
        this.issuers = issuers;
    }

    /** Oldest first. */
    Page<AuthorityView> list(Actor actor, UUID cursor, int limit) {
        List<CertificateAuthority> found = secure.inTransaction(actor, tx -> authorities.list(tx, cursor, limit + 1));
        return Page.of(found, limit, CertificateAuthority::id).map(this::view);
    }

    AuthorityView read(Actor actor, UUID certificateId) {
        return secure.inTransaction(actor, tx -> authorities.findByCertificate(tx, certificateId))
                .map(this::view)
                .orElseThrow(() -> ClmException.of(ErrorCode.NOT_FOUND, "there is no such authority"));
    }

    AuthorityView view(CertificateAuthority authority) {
        return AuthorityView.of(authority, issuers.urls(authority.name()).crl());
    }
}
