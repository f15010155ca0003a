package dev.clm.api.certificate.authority;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clm.api.certificate.issuance.Issuers;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
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

    /** One page, oldest first; `next_cursor` is null on the last one. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Page(List<AuthorityView> items, UUID nextCursor) {}

    Page list(Actor actor, UUID cursor, int limit) {
        List<CertificateAuthority> found = secure.inTransaction(actor, tx -> authorities.list(tx, cursor, limit + 1));
        boolean more = found.size() > limit;
        List<CertificateAuthority> page = more ? found.subList(0, limit) : found;
        return new Page(
                page.stream().map(this::view).toList(),
                more ? page.get(limit - 1).id() : null);
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
