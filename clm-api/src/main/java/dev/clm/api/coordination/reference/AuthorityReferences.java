package dev.clm.api.coordination.reference;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.database.SecureDatabase;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Checks what clm_core_db is about to say about an authority (requirement X2). */
@Service
public class AuthorityReferences {
    private final SecureDatabase secure;
    private final CertificateAuthorityRepository authorities;

    public AuthorityReferences(SecureDatabase secure, CertificateAuthorityRepository authorities) {
        this.secure = secure;
        this.authorities = authorities;
    }

    /** `id` is that of its certificate. Missing, deleted and another tenant's are one and the same fault. */
    public void require(Actor actor, UUID id, String field) {
        if (secure.inTransaction(actor, tx -> authorities.findByCertificate(tx, id))
                .isEmpty()) {
            throw ClmException.refused(
                    ErrorCode.INVALID_REFERENCE,
                    List.of(new FieldError(field, "invalid_reference", "there is no such authority")));
        }
    }
}
