package dev.clm.api.certificate.authority;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.clm.api.http.description.Codes;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An authority as the API shows it; `id` is the id of its certificate, `issuer_id` is null for a root. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "CertificateAuthority")
public record AuthorityView(
        UUID id,
        String name,
        @Nullable UUID issuerId,
        UUID organizationId,
        @Codes(names = {"root", "intermediate"}) String certificateType,
        String commonName,
        @Nullable Integer pathLength,
        @JsonRawValue @Nullable String nameConstraints,
        String pem,
        List<String> chain,
        @Nullable String crlUrl,
        @Nullable String ocspUrl,
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
