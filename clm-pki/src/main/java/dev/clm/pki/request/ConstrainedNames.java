package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/**
 * The name constraints of a new authority (RFC 5280, 4.2.1.10). RFC 5280 leaves a type of name open that no constraint is on;
 * here it is closed unless it is left open by name (rule I2, decision 0067).
 */
public final class ConstrainedNames {
    public static final ConstrainedNames NONE = new ConstrainedNames();
    private static final String FIELD = "name_constraints";
    private static final int MAX_NAMES = 100;

    private final List<GeneralSubtree> permitted = new ArrayList<>();
    private final List<GeneralSubtree> excluded = new ArrayList<>();
    private final Map<String, List<String>> members = new LinkedHashMap<>();

    /** The constraints of a request's JSON, not yet checked; each list may be null. */
    public record Unchecked(
            List<String> permittedDnsDomains,
            List<String> excludedDnsDomains,
            List<String> permittedIpRanges,
            List<String> excludedIpRanges,
            List<String> permittedEmailDomains,
            List<String> excludedEmailDomains,
            List<String> openTypes) {}

    private ConstrainedNames() {}

    public static ConstrainedNames of(Unchecked wanted) {
        ConstrainedNames names = new ConstrainedNames();
        List<ConstrainedType> open = names.open(wanted.openTypes());
        names.add(ConstrainedType.DNS, "dns_domains", wanted.permittedDnsDomains(), wanted.excludedDnsDomains());
        names.add(ConstrainedType.IP, "ip_ranges", wanted.permittedIpRanges(), wanted.excludedIpRanges());
        names.add(
                ConstrainedType.EMAIL, "email_domains", wanted.permittedEmailDomains(), wanted.excludedEmailDomains());
        if (names.permitted.isEmpty() && names.excluded.isEmpty()) {
            throw ClmException.invalid(
                    FIELD,
                    "required",
                    "at least one domain or range is required, such as permitted_dns_domains [\"example.com\"]");
        }
        names.closeAllBut(open);
        return names;
    }

    /** Null for none. */
    public NameConstraints extension() {
        return members.isEmpty() ? null : new NameConstraints(array(permitted), array(excluded));
    }

    /** As the API shows them: what was asked for, and `excluded_types` for the types that are closed. Empty for none. */
    public Map<String, List<String>> members() {
        return Collections.unmodifiableMap(members);
    }

    private List<ConstrainedType> open(List<String> types) {
        if (types == null || types.isEmpty()) {
            return List.of();
        }
        List<ConstrainedType> open =
                types.stream().map(ConstrainedNames::type).distinct().toList();
        members.put("open_types", open.stream().map(ConstrainedType::name).toList());
        return open;
    }

    private static ConstrainedType type(String name) {
        return Stream.of(ConstrainedType.values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ClmException.invalid(
                        FIELD + ".open_types", "unsupported_san_type", "must be some of DNS, IP, EMAIL, URI"));
    }

    private void add(ConstrainedType type, String what, List<String> allowed, List<String> forbidden) {
        permitted.addAll(bases(type, "permitted_" + what, allowed));
        excluded.addAll(bases(type, "excluded_" + what, forbidden));
    }

    private List<GeneralSubtree> bases(ConstrainedType type, String member, List<String> texts) {
        if (texts == null || texts.isEmpty()) {
            return List.of();
        }
        String field = FIELD + "." + member;
        if (texts.size() > MAX_NAMES) {
            throw ClmException.invalid(field, "too_many_names", "at most " + MAX_NAMES + " are allowed");
        }
        if (texts.stream().anyMatch(Objects::isNull)) {
            throw ClmException.invalid(field, "required", "a name must not be null");
        }
        List<String> normal = texts.stream()
                .map(text -> type.normalise(text, field))
                .distinct()
                .toList();
        members.put(member, normal);
        return normal.stream()
                .map(text -> new GeneralSubtree(type.base(text, field)))
                .toList();
    }

    private void closeAllBut(List<ConstrainedType> open) {
        List<String> closed = new ArrayList<>();
        for (ConstrainedType type : ConstrainedType.values()) {
            boolean named = Stream.concat(permitted.stream(), excluded.stream())
                    .map(GeneralSubtree::getBase)
                    .anyMatch(base -> base.getTagNo() == type.tag());
            if (named && open.contains(type)) {
                throw ClmException.invalid(
                        FIELD + ".open_types", "contradiction", type + " has constraints, and so is not open");
            }
            if (!named && !open.contains(type)) {
                type.close(permitted, excluded);
                closed.add(type.name());
            }
        }
        members.put("excluded_types", List.copyOf(closed));
    }

    private static GeneralSubtree[] array(List<GeneralSubtree> subtrees) {
        return subtrees.isEmpty() ? null : subtrees.toArray(GeneralSubtree[]::new);
    }
}
