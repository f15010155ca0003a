package dev.clm.api.certificate.authority;

import dev.clm.pki.publickey.RequestedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The body of `POST /certificate-authorities`.
 *
 * @param name unique over all tenants, used in the public paths: lower-case letters, digits and hyphens
 * @param issuerId the authority above (the id of its certificate); null makes a root
 * @param pathLength how many authorities may follow below; null for no limit
 * @param key ECDSA P-256 where it is left out
 */
public record CreateAuthorityBody(
        String name,
        Map<String, String> subject,
        RequestedKeySpec key,
        UUID issuerId,
        Integer validityDays,
        Integer pathLength,
        Constraints nameConstraints) {

    /** Name constraints (RFC 5280, 4.2.1.10), DNS domains only. */
    public record Constraints(List<String> permittedDnsDomains, List<String> excludedDnsDomains) {}
}
