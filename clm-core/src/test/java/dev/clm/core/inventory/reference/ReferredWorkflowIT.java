package dev.clm.core.inventory.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.CoreFixture;
import dev.clm.core.CoreTestDatabase;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.policy.workflow.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReferredWorkflowIT {
    private final CoreDatabase core = CoreTestDatabase.database();
    private final IssuanceReferenceRepository repository = new IssuanceReferenceRepository();
    private final OrganizationId tenant = CoreFixture.organization();
    private final String code = CoreFixture.unique("workflow");

    @Test
    @Tag("S3")
    void aWorkflowIsReadByItsTenantAndAbsentForOthers() {
        UUID id = CoreFixture.workflow(code, tenant);

        Workflow workflow = find(tenant).orElseThrow();

        assertThat(workflow.id()).isEqualTo(id);
        assertThat(workflow.isActive()).isTrue();
        assertThat(workflow.requiresApproval()).isTrue();
        assertThat(find(CoreFixture.organization())).isEmpty();
    }

    @Test
    @Tag("S4")
    void aSoftDeletedWorkflowIsAbsent() {
        UUID id = CoreFixture.workflow(code, tenant);
        CoreFixture.execute("update workflows set deleted_at = now() where id = ?", id);

        assertThat(find(tenant)).isEmpty();
    }

    private Optional<Workflow> find(OrganizationId organization) {
        IssuanceReferences found = repository.find(core, organization, List.of(), List.of(), List.of(code));
        return Optional.ofNullable(found.workflows().get(code));
    }
}
