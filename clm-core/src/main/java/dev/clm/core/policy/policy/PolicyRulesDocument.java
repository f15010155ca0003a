package dev.clm.core.policy.policy;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import dev.clm.common.field.Json;
import dev.clm.common.field.StorableText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A policy_rules document whose every member is known and of the right type and range. */
final class PolicyRulesDocument {
    private static final Set<String> ALGORITHMS = Set.of("rsa", "ecdsa", "ed25519", "ed448");
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Map<String, Expectation> RULES = Map.ofEntries(
            Map.entry("max_validity_days", integer(1, 36_500)),
            Map.entry("min_key_size", integer(1, 16_384)),
            Map.entry("max_sans", integer(0, 10_000)),
            Map.entry("renewal_threshold_days", integer(0, 36_500)),
            Map.entry("require_approval", flag()),
            Map.entry("refuse_omissions", flag()),
            Map.entry("auto_renewal", flag()),
            Map.entry(
                    "allowed_algorithms",
                    strings(
                            "RSA, ECDSA, Ed25519 or Ed448",
                            text -> ALGORITHMS.contains(text.toLowerCase(Locale.ROOT)))),
            Map.entry("allowed_san_types", strings("names of SAN types", text -> text.matches("[A-Za-z0-9_]{1,50}"))),
            Map.entry(
                    "allowed_dns_suffixes", strings("DNS suffixes", text -> text.matches("\\.?[A-Za-z0-9._-]{1,253}"))),
            Map.entry("issuer_id", identifier()));

    private final JsonNode members;

    private PolicyRulesDocument(JsonNode members) {
        this.members = members;
    }

    static PolicyRulesDocument parse(String json) {
        JsonNode members = Json.read(json)
                .filter(JsonNode::isObject)
                .orElseThrow(
                        () -> ClmException.invalid("policy_rules", "invalid_value", "must be a JSON object of rules"));
        List<FieldError> faults = new ArrayList<>();
        members.properties().forEach(member -> check(faults, member.getKey(), member.getValue()));
        if (!faults.isEmpty()) {
            throw ClmException.invalid(faults);
        }
        return new PolicyRulesDocument(members);
    }

    OptionalInt integer(String rule) {
        return members.has(rule) ? OptionalInt.of(members.get(rule).intValue()) : OptionalInt.empty();
    }

    Optional<UUID> identifier(String rule) {
        return members.has(rule) ? Optional.of(UUID.fromString(members.get(rule).asString())) : Optional.empty();
    }

    Optional<Boolean> flag(String rule) {
        return members.has(rule) ? Optional.of(members.get(rule).booleanValue()) : Optional.empty();
    }

    Optional<List<String>> strings(String rule) {
        return members.has(rule)
                ? Optional.of(
                        members.get(rule).valueStream().map(JsonNode::asString).toList())
                : Optional.empty();
    }

    private static void check(List<FieldError> faults, String rule, JsonNode value) {
        Expectation expectation = RULES.get(rule);
        if (expectation == null) {
            String shown = StorableText.isName(rule, 100) ? "." + rule : "";
            faults.add(new FieldError("policy_rules" + shown, "unknown_field", "is not a rule"));
        } else if (!expectation.test().test(value)) {
            faults.add(new FieldError("policy_rules." + rule, "invalid_value", "must be " + expectation.text()));
        }
    }

    private static Expectation integer(int least, int most) {
        return new Expectation(
                "a whole number of " + least + " to " + most,
                value -> value.isIntegralNumber()
                        && value.canConvertToInt()
                        && value.intValue() >= least
                        && value.intValue() <= most);
    }

    private static Expectation identifier() {
        return new Expectation(
                "the id of an authority",
                value -> value.isString() && UUID_TEXT.matcher(value.asString()).matches());
    }

    private static Expectation flag() {
        return new Expectation("true or false", JsonNode::isBoolean);
    }

    private static Expectation strings(String what, Predicate<String> test) {
        return new Expectation("an array of " + what + ", without repetition", value -> {
            Set<String> seen = new HashSet<>();
            return value.isArray()
                    && value.valueStream()
                            .allMatch(e -> e.isString() && test.test(e.asString()) && seen.add(e.asString()));
        });
    }

    private record Expectation(String text, Predicate<JsonNode> test) {}
}
