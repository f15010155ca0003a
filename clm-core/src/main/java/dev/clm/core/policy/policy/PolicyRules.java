package dev.clm.core.policy.policy;

import dev.clm.common.error.ClmException;
import dev.clm.core.policy.policy.RequestFacts.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * The rules of a policy (schema.md, policies.policy_rules), read strictly: a rule that is not known or cannot be read
 * refuses the document, because a rule that is silently skipped protects nothing.
 */
public final class PolicyRules {
    /** No curve is larger, so that a smallest key size above can only mean RSA. */
    private static final int LARGEST_CURVE = 521;

    private final PolicyRulesDocument document;

    private PolicyRules(PolicyRulesDocument document) {
        this.document = document;
    }

    /** Refuses with all faults at once, by field (`policy_rules.max_sans`). */
    public static PolicyRules parse(String json) throws ClmException {
        return new PolicyRules(PolicyRulesDocument.parse(json));
    }

    public boolean requiresApproval() {
        return document.flag("require_approval").orElse(false);
    }

    public boolean renewsAutomatically() {
        return document.flag("auto_renewal").orElse(false);
    }

    public OptionalInt renewalThresholdDays() {
        return document.integer("renewal_threshold_days");
    }

    /** The certificate of the authority that issues where a request names none. */
    public Optional<UUID> issuerId() {
        return document.identifier("issuer_id");
    }

    /** Whether the policy names this type of subject alternative name as an allowed one. */
    public boolean names(String type) {
        return document.strings("allowed_san_types")
                .filter(allowed -> containsIgnoringCase(allowed, type))
                .isPresent();
    }

    /** One verdict for each rule that the policy has, in a fixed order. */
    public List<RuleVerdict> evaluate(RequestFacts facts) {
        List<RuleVerdict> verdicts = new ArrayList<>();
        document.integer("max_validity_days").ifPresent(most -> verdicts.add(validity(facts, most)));
        document.integer("min_key_size").ifPresent(least -> verdicts.add(keySize(facts, least)));
        document.strings("allowed_algorithms").ifPresent(allowed -> verdicts.add(algorithm(facts, allowed)));
        document.strings("allowed_san_types").ifPresent(allowed -> verdicts.add(nameTypes(facts, allowed)));
        document.integer("max_sans").ifPresent(most -> verdicts.add(nameCount(facts, most)));
        document.strings("allowed_dns_suffixes").ifPresent(allowed -> verdicts.add(suffixes(facts, allowed)));
        document.flag("refuse_omissions")
                .ifPresent(strict -> verdicts.add(
                        strict
                                ? omissions(facts)
                                : RuleVerdict.notApplicable("refuse_omissions", "what is not issued is left out")));
        document.flag("require_approval").ifPresent(needed -> verdicts.add(approval(needed)));
        issuerId()
                .ifPresent(issuer -> verdicts.add(
                        RuleVerdict.notApplicable("issuer_id", "issues where the request names no authority")));
        document.flag("auto_renewal").ifPresent(on -> verdicts.add(later("auto_renewal")));
        document.integer("renewal_threshold_days").ifPresent(days -> verdicts.add(later("renewal_threshold_days")));
        return verdicts;
    }

    private static RuleVerdict validity(RequestFacts facts, int most) {
        return RuleVerdict.of(
                "max_validity_days",
                facts.validityDays() <= most,
                facts.validityDays() + " days asked for, " + most + " allowed");
    }

    private static RuleVerdict keySize(RequestFacts facts, int least) {
        String rule = "min_key_size";
        if (facts.keySize().isEmpty()) {
            return RuleVerdict.notApplicable(rule, facts.keyAlgorithm() + " keys have one size");
        }
        if (!facts.keyAlgorithm().equals("RSA") && least > LARGEST_CURVE) {
            return RuleVerdict.notApplicable(rule, least + " bits is a size of RSA keys");
        }
        int size = facts.keySize().getAsInt();
        return RuleVerdict.of(rule, size >= least, "the key has " + size + " bits, " + least + " needed");
    }

    private static RuleVerdict algorithm(RequestFacts facts, List<String> allowed) {
        return RuleVerdict.of(
                "allowed_algorithms",
                containsIgnoringCase(allowed, facts.keyAlgorithm()),
                facts.keyAlgorithm() + " asked for, allowed: " + String.join(", ", allowed));
    }

    private static RuleVerdict nameTypes(RequestFacts facts, List<String> allowed) {
        Optional<Name> other = facts.alternativeNames().stream()
                .filter(name -> !containsIgnoringCase(allowed, name.type()))
                .findFirst();
        return RuleVerdict.of(
                "allowed_san_types",
                other.isEmpty(),
                other.map(name -> name.type() + " asked for, allowed: ").orElse("allowed: ")
                        + String.join(", ", allowed));
    }

    private static RuleVerdict nameCount(RequestFacts facts, int most) {
        int count = facts.alternativeNames().size();
        return RuleVerdict.of("max_sans", count <= most, count + " names asked for, " + most + " allowed");
    }

    private static RuleVerdict suffixes(RequestFacts facts, List<String> allowed) {
        String rule = "allowed_dns_suffixes";
        List<String> names = DnsSuffixes.dnsNames(facts);
        if (names.isEmpty()) {
            return RuleVerdict.notApplicable(rule, "no DNS name is asked for");
        }
        Optional<String> outside = names.stream()
                .filter(name -> !DnsSuffixes.isUnderOne(allowed, name))
                .findFirst();
        return RuleVerdict.of(
                rule,
                outside.isEmpty(),
                outside.map(name -> name + " is not under ").orElse("every name is under ")
                        + String.join(", ", allowed));
    }

    private static RuleVerdict omissions(RequestFacts facts) {
        return RuleVerdict.of(
                "refuse_omissions",
                facts.omitted().isEmpty(),
                facts.omitted().isEmpty()
                        ? "nothing is left out"
                        : "would be left out: " + String.join(", ", facts.omitted()));
    }

    private static RuleVerdict approval(boolean needed) {
        String rule = "require_approval";
        return needed
                ? RuleVerdict.of(rule, true, "someone else has to approve the request")
                : RuleVerdict.notApplicable(rule, "no approval is needed");
    }

    private static RuleVerdict later(String rule) {
        return RuleVerdict.notApplicable(rule, "matters after issuance");
    }

    private static boolean containsIgnoringCase(List<String> allowed, String value) {
        return allowed.stream().anyMatch(a -> a.toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT)));
    }
}
