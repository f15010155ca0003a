package dev.clm.secure.key.privatekey;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import dev.clm.common.field.StorableText;
import dev.clm.common.identifier.Coded;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An access policy from and to JSON. Strict: a misspelt rule must not become no rule. */
public final class AccessPolicyJson {
    private static final String POLICY = "access_policy";
    private static final String OPERATIONS = "allowed_operations";
    private static final String USERS = "allowed_user_ids";
    private static final String ROLES = "allowed_role_codes";
    private static final String USES = "max_uses_per_day";
    private static final String MFA = "require_mfa";
    private static final int LONGEST_LIST = 100;
    private static final Set<String> FIELDS = Set.of(OPERATIONS, USERS, ROLES, USES, MFA);

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AccessPolicyJson() {}

    /** As it is stored: {@link #parse(String, String)} as `access_policy`. */
    public static AccessPolicy parse(String json) {
        return parse(POLICY, json);
    }

    /**
     * @param at where the policy stands in what was sent; empty where it is the whole
     * @throws ClmException naming the field (`access_policy.allowed_operations[0]`) that is wrong
     */
    public static AccessPolicy parse(String at, String json) {
        try {
            return parse(read(json));
        } catch (ClmException fault) {
            throw ClmException.invalid(fault.errors().stream()
                    .map(error -> new FieldError(at(at, error.field()), error.code(), error.detail()))
                    .toList());
        }
    }

    public static boolean isRule(String field) {
        return FIELDS.contains(field);
    }

    private static AccessPolicy parse(JsonNode policy) {
        for (String field : policy.propertyNames()) {
            if (!FIELDS.contains(field)) {
                throw ClmException.invalid(field, "unknown_field", "is not a rule of an access policy");
            }
        }
        return new AccessPolicy(
                list(policy, OPERATIONS, AccessPolicyJson::operation),
                list(policy, USERS, AccessPolicyJson::userId),
                list(policy, ROLES, AccessPolicyJson::roleCode),
                uses(policy),
                mfa(policy));
    }

    private static String at(String place, String field) {
        if (place.isEmpty() || field.isEmpty()) {
            return place + field;
        }
        return place + "." + field;
    }

    public static String write(AccessPolicy policy) {
        ObjectNode out = MAPPER.createObjectNode();
        policy.allowedOperations()
                .ifPresent(all -> all.stream().map(KeyOperation::code).sorted().forEach(out.putArray(OPERATIONS)::add));
        policy.allowedUserIds()
                .ifPresent(all -> all.stream().map(UUID::toString).sorted().forEach(out.putArray(USERS)::add));
        policy.allowedRoleCodes().ifPresent(all -> all.stream().sorted().forEach(out.putArray(ROLES)::add));
        policy.maxUsesPerDay().ifPresent(uses -> out.put(USES, uses));
        if (policy.requireMfa()) {
            out.put(MFA, true);
        }
        return MAPPER.writeValueAsString(out);
    }

    private static JsonNode read(String json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            throw ClmException.invalid("", "invalid_json", "is not one JSON document without repeated names");
        }
        throw ClmException.invalid("", "invalid_type", "must be a JSON object");
    }

    private static <T> Optional<Set<T>> list(JsonNode policy, String field, BiFunction<JsonNode, String, T> element) {
        JsonNode node = policy.get(field);
        if (node == null) {
            return Optional.empty();
        }
        if (!(node instanceof ArrayNode array)) {
            throw invalid(field, "must be an array");
        }
        if (array.size() > LONGEST_LIST) {
            throw invalid(field, "must have at most " + LONGEST_LIST + " elements");
        }
        Set<T> values = new LinkedHashSet<>();
        for (int i = 0; i < array.size(); i++) {
            values.add(element.apply(array.get(i), field + "[" + i + "]"));
        }
        return Optional.of(values);
    }

    private static KeyOperation operation(JsonNode node, String field) {
        return Optional.of(node)
                .filter(JsonNode::isString)
                .flatMap(text -> Coded.find(KeyOperation.class, text.asString()))
                .orElseThrow(() -> invalid(field, "must be one of sign, export"));
    }

    private static UUID userId(JsonNode node, String field) {
        try {
            UUID id = node.isString() ? UUID.fromString(node.asString()) : null;
            // UUID.fromString also takes shortened groups.
            if (id != null && id.toString().equalsIgnoreCase(node.asString())) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw invalid(field, "must be a UUID");
        }
        throw invalid(field, "must be a UUID");
    }

    private static String roleCode(JsonNode node, String field) {
        if (!node.isString() || !StorableText.isName(node.asString(), 50)) {
            throw invalid(field, "must be a role code");
        }
        return node.asString();
    }

    private static OptionalInt uses(JsonNode policy) {
        JsonNode node = policy.get(USES);
        if (node == null) {
            return OptionalInt.empty();
        }
        if (!node.isInt() || node.asInt() < 1) {
            throw invalid(USES, "must be a whole number from 1");
        }
        return OptionalInt.of(node.asInt());
    }

    private static boolean mfa(JsonNode policy) {
        JsonNode node = policy.get(MFA);
        if (node != null && !node.isBoolean()) {
            throw invalid(MFA, "must be true or false");
        }
        return node != null && node.asBoolean();
    }

    private static ClmException invalid(String field, String detail) {
        return ClmException.invalid(field, "invalid_value", detail);
    }
}
