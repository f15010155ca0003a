package dev.clm.api.certificate.authority;

import dev.clm.common.error.ClmException;
import dev.clm.common.field.Json;
import dev.clm.pki.request.SubjectAlternativeName;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/** The name constraints of a new authority (RFC 5280, 4.2.1.10): as the extension and as the JSON of the column; both null for none. */
public record DnsConstraints(NameConstraints extension, String json) {
    public static final DnsConstraints NONE = new DnsConstraints(null, null);
    private static final int MAX_DOMAINS = 100;

    /** Either list may be null, not both empty. */
    static DnsConstraints of(List<String> permittedDnsDomains, List<String> excludedDnsDomains) {
        List<String> permitted = domains(permittedDnsDomains, "name_constraints.permitted_dns_domains");
        List<String> excluded = domains(excludedDnsDomains, "name_constraints.excluded_dns_domains");
        if (permitted.isEmpty() && excluded.isEmpty()) {
            throw ClmException.invalid("name_constraints", "required", "at least one domain is required");
        }
        return new DnsConstraints(
                new NameConstraints(subtrees(permitted), subtrees(excluded)),
                Json.write(Map.of("permitted_dns_domains", permitted, "excluded_dns_domains", excluded)));
    }

    private static List<String> domains(List<String> domains, String field) {
        if (domains == null) {
            return List.of();
        }
        if (domains.size() > MAX_DOMAINS) {
            throw ClmException.invalid(field, "too_many_names", "at most " + MAX_DOMAINS + " domains are allowed");
        }
        return domains.stream().map(domain -> domain(domain, field)).toList();
    }

    private static String domain(String domain, String field) {
        String normal = SubjectAlternativeName.of("DNS", domain, field).value();
        if (normal.startsWith("*")) {
            throw ClmException.invalid(field, "invalid_domain", "a constraint covers all names below a domain anyway");
        }
        return normal;
    }

    private static GeneralSubtree[] subtrees(List<String> domains) {
        return domains.isEmpty()
                ? null
                : domains.stream()
                        .map(domain -> new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)))
                        .toArray(GeneralSubtree[]::new);
    }
}
