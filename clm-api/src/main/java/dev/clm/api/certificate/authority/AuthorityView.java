package dev.clm.api.certificate.authority;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import java.util.List;
import java.util.UUID;

/** An authority as the API shows it; `id` is the id of its certificate, `issuer_id` is null for a root. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AuthorityView(
        UUID id,
        String name,
        UUID issuerId,
        UUID organizationId,
        String certificateType,
        String commonName,
        Integer pathLength,
        @JsonRawValue String nameConstraints,
        String pem,
        List<String> chain,
        String crlUrl,
        String ocspUrl,
        boolean isDefault) {

    static AuthorityView of(CertificateAuthority authority, String crlUrl) {
        return new AuthorityView(
                authority.certificateId(),
                authority.name(),
                authority.issuerCertificateId(),
                authority.organizationId().value(),
                authority.type().value(),
                authority.commonName(),
                authority.pathLength(),
                authority.nameConstraints(),
                authority.encoded().pem(),
                authority.encoded().chain(),
                crlUrl,
                null,
                authority.isDefault());
    }
}
