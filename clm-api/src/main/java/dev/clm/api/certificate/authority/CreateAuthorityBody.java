package dev.clm.api.certificate.authority;

import dev.clm.api.http.description.Required;
import dev.clm.common.error.ClmException;
import dev.clm.pki.publickey.KeySpec;
import dev.clm.pki.publickey.NamedCurve;
import dev.clm.pki.publickey.RequestedKeySpec;
import dev.clm.pki.request.ConstrainedNames;
import dev.clm.pki.request.SubjectName;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import java.util.UUID;

/**
 * The body of `POST /certificate-authorities`.
 *
 * @param name unique over all tenants, used in the public paths: lower-case letters, digits and hyphens
 * @param issuerId the authority above (the id of its certificate); null makes a root
 * @param pathLength how many authorities may follow below; null for no limit
 * @param isDefault whether it becomes the organization's default issuer at once; where there is none yet, an intermediate does anyway
 * @param nameConstraints a type of name that it says nothing of is excluded, unless it is among `open_types`
 * @param key ECDSA P-256 where it is left out
 */
@Schema(name = "CreateCertificateAuthorityBody")
public record CreateAuthorityBody(
        @Required String name,
        @Required Map<String, Object> subject,
        RequestedKeySpec key,
        UUID issuerId,
        Integer validityDays,
        Integer pathLength,
        ConstrainedNames.Unchecked nameConstraints,
        Boolean isDefault) {
    private static final int LONGEST_PATH = 10;

    CheckedAuthority checked() {
        AuthorityName.require(name);
        SubjectName checkedSubject = SubjectName.of(subject);
        if (checkedSubject.commonName().isEmpty()) {
            throw ClmException.invalid("subject.common_name", "required", "an authority needs a common name");
        }
        KeySpec spec = key == null ? KeySpec.ecdsa(NamedCurve.P_256) : key.checked();
        int days = CheckedAuthority.type(issuerId).validityDays(validityDays);
        ConstrainedNames constraints =
                nameConstraints == null ? ConstrainedNames.NONE : ConstrainedNames.of(nameConstraints);
        if (pathLength != null && (pathLength < 0 || pathLength > LONGEST_PATH)) {
            throw ClmException.invalid("path_length", "out_of_range", "must be 0 to " + LONGEST_PATH);
        }
        return new CheckedAuthority(
                name, checkedSubject, spec, issuerId, days, pathLength, constraints, Boolean.TRUE.equals(isDefault));
    }
}
