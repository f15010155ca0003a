package dev.clm.api.policy.policy;

import dev.clm.api.row.ManagedResource;
import dev.clm.api.row.ResourceKind;
import dev.clm.common.audit.AuditCategory;
import dev.clm.common.error.ClmException;
import dev.clm.common.tenant.Actor;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.policy.policy.PolicyFields;
import dev.clm.core.policy.policy.PolicyRepository;
import dev.clm.core.row.Row;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Service;

/** Policies of the acting organization. Each change counts up the version. */
@Service
public class Policies extends ManagedResource {
    private static final ResourceKind KIND = new ResourceKind(
            "policies", "policy", "policy_code", AuditCategory.POLICY, PolicyFields.ALL, PolicyFields.STATUSES);

    public Policies(PolicyRepository policies, ResourceTools tools) {
        super(KIND, policies, tools);
    }

    @Override
    protected void prepareCreation(Actor actor, Map<String, Object> columns) {
        PolicyFields.check(columns);
        columns.put("organization_id", actor.organizationId().value());
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
