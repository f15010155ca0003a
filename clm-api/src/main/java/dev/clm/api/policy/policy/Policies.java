package dev.clm.api.policy.policy;

import dev.clm.api.coordination.reference.AuthorityReferences;
import dev.clm.api.row.ManagedResource;
import dev.clm.api.row.ResourceKind;
import dev.clm.common.audit.AuditCategory;
import dev.clm.common.error.ClmException;
import dev.clm.common.field.Json;
import dev.clm.common.tenant.Actor;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.policy.policy.PolicyFields;
import dev.clm.core.policy.policy.PolicyRepository;
import dev.clm.core.policy.policy.PolicyRules;
import dev.clm.core.row.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Policies of the acting organization. Each change counts up the version. */
@Service
public class Policies extends ManagedResource {
    private static final ResourceKind KIND = new ResourceKind(
            "policies", "policy", "policy_code", AuditCategory.POLICY, PolicyFields.ALL, PolicyFields.STATUSES);

    private final AuthorityReferences authorities;

    public Policies(PolicyRepository policies, AuthorityReferences authorities, ResourceTools tools) {
        super(KIND, policies, tools);
        this.authorities = authorities;
    }

    @Override
    protected void prepareCreation(Actor actor, Map<String, Object> columns) {
        PolicyFields.check(columns);
        requireIssuer(actor, columns);
        columns.put("organization_id", actor.organizationId().value());
    }

    @Override
    protected void prepareChange(Actor actor, Map<String, Object> changes) {
        requireIssuer(actor, changes);
    }

    /** Requirement X2, for the one rule that refers to the other database. */
    private void requireIssuer(Actor actor, Map<String, Object> columns) {
        Optional.ofNullable(columns.get("policy_rules"))
                .flatMap(rules -> PolicyRules.parse(Json.write(rules)).issuerId())
                .ifPresent(issuer -> authorities.require(actor, issuer, "policy_rules.issuer_id"));
    }

    @Override
    protected void checkChange(CoreTransaction tx, Actor actor, Row before, Map<String, Object> changes) {
        Map<String, Object> after = new HashMap<>(before.columns());
        after.putAll(changes);
        PolicyFields.check(after);
        changes.put("version", (int) before.columns().get("version") + 1);
    }

    @Override
    protected ClmException taken(CoreTransaction tx, Map<String, Object> columns) {
        return ClmException.invalid(
                "policy_code", "already_exists", "a policy, perhaps a deleted one, has this code already");
    }
}
