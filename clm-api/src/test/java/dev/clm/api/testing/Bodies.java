package dev.clm.api.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bodies that create people, tenants, policies and workflows, with names that no other test has. */
public final class Bodies {
    public static final String USERS = "/api/v1/users";
    public static final String ORGANIZATIONS = "/api/v1/organizations";
    public static final String POLICIES = "/api/v1/policies";
    public static final String WORKFLOWS = "/api/v1/workflows";

    private Bodies() {}

    public static Map<String, Object> user(Map<String, ?> more) {
        String name = Tenant.unique("person");
        return with(Map.of("username", name, "email", name + "@clm.invalid"), more);
    }

    public static Map<String, Object> organization(Map<String, ?> more) {
        String code = Tenant.unique("made");
        return with(Map.of("org_code", code, "org_name", "Organization " + code), more);
    }

    public static Map<String, Object> policy(Map<String, ?> more) {
        return with(
                Map.of(
                        "policy_code",
                        Tenant.unique("policy"),
                        "policy_name",
                        "A policy",
                        "policy_type",
                        "certificate",
                        "policy_rules",
                        Map.of("max_validity_days", 30)),
                more);
    }

    public static Map<String, Object> workflow(Map<String, ?> more) {
        return with(
                Map.of(
                        "workflow_code",
                        Tenant.unique("workflow"),
                        "workflow_name",
                        "A workflow",
                        "workflow_type",
                        "certificate_request",
                        "workflow_definition",
                        Map.of(
                                "steps",
                                List.of(Map.of("step_id", 1, "type", "approval", "approvers", List.of("ops"))))),
                more);
    }

    private static Map<String, Object> with(Map<String, Object> body, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(body);
        all.putAll(more);
        return all;
    }
}
