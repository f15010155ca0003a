package dev.clm.core.policy.policy;

import static dev.clm.common.field.FieldTypes.code;
import static dev.clm.common.field.FieldTypes.document;
import static dev.clm.common.field.FieldTypes.line;
import static dev.clm.common.field.FieldTypes.oneOf;
import static dev.clm.common.field.FieldTypes.strings;
import static dev.clm.common.field.FieldTypes.text;
import static dev.clm.common.field.FieldTypes.time;

import dev.clm.common.error.ClmException;
import dev.clm.common.field.Json;
import dev.clm.common.field.JsonField;
import dev.clm.common.field.JsonFields;
import dev.clm.common.field.StorableText;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** What a policy consists of when it is created or changed. Rules that issuance could not read are refused here. */
public final class PolicyFields {
    public static final Set<String> STATUSES = Set.of("draft", "active", "inactive", "archived");
    public static final JsonFields ALL = new JsonFields(
            line("policy_name", 255).required(),
            code("policy_code").required().fixed(),
            oneOf("policy_type", "certificate", "key_management", "access_control", "compliance", "issuance")
                    .required(),
            text("description"),
            rules().required(),
            strings("applies_to_cert_types", "certificate types", PolicyFields::isCertificateType),
            oneOf("status", "draft", "active", "inactive", "archived").filled(),
            oneOf("enforcement_level", "mandatory", "advisory", "audit_only").filled(),
            time("effective_from"),
            time("effective_until"),
            strings("compliance_frameworks", "names", name -> StorableText.isName(name, 100)));
    private static final Set<String> CERTIFICATE_TYPES =
            Set.of("root", "intermediate", "leaf", "client", "server", "code_signing", "email");

    private PolicyFields() {}

    /** Refuses columns that are fine each by itself and not together. */
    public static void check(Map<String, Object> columns) {
        if (columns.get("effective_from") instanceof Instant from
                && columns.get("effective_until") instanceof Instant until
                && !from.isBefore(until)) {
            throw ClmException.invalid("effective_until", "invalid_value", "must be later than effective_from");
        }
    }

    private static JsonField rules() {
        JsonField document = document("policy_rules", false);
        return document.readAs("a JSON object of rules", value -> {
            Object rules = document.reader().read(value);
            PolicyRules.parse(Json.write(rules));
            return rules;
        });
    }

    private static boolean isCertificateType(String text) {
        return CERTIFICATE_TYPES.contains(text);
    }
}
