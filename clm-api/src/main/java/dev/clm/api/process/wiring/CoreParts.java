package dev.clm.api.process.wiring;

import dev.clm.api.row.ManagedResource.ResourceTools;
import dev.clm.api.row.ResourceAnswers;
import dev.clm.api.row.ResourceAudit;
import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.common.coordination.Outbox;
import dev.clm.core.auditlog.CoreAuditLog;
import dev.clm.core.coordination.CoreIdempotencyKeyRepository;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.identity.organization.OrganizationRepository;
import dev.clm.core.identity.role.RoleRepository;
import dev.clm.core.identity.user.UserRepository;
import dev.clm.core.inventory.metadata.CertificateMetadataRepository;
import dev.clm.core.inventory.reference.DependentRepository;
import dev.clm.core.inventory.reference.IssuanceReferenceRepository;
import dev.clm.core.inventory.reference.ReferenceRepository;
import dev.clm.core.inventory.search.CertificateSearchRepository;
import dev.clm.core.policy.policy.PolicyRepository;
import dev.clm.core.policy.workflow.WorkflowRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** clm-core. */
@Configuration(proxyBeanMethods = false)
public class CoreParts {

    @Bean
    CertificateMetadataRepository certificateMetadataRepository() {
        return new CertificateMetadataRepository();
    }

    @Bean
    CertificateSearchRepository certificateSearchRepository() {
        return new CertificateSearchRepository();
    }

    @Bean
    AppliedEventRepository<CoreTransaction> coreAppliedEventRepository() {
        return new AppliedEventRepository<>();
    }

    @Bean
    IssuanceReferenceRepository issuanceReferenceRepository() {
        return new IssuanceReferenceRepository();
    }

    @Bean
    PolicyRepository policyRepository() {
        return new PolicyRepository();
    }

    @Bean
    WorkflowRepository workflowRepository() {
        return new WorkflowRepository();
    }

    @Bean
    UserRepository userRepository() {
        return new UserRepository();
    }

    @Bean
    RoleRepository roleRepository() {
        return new RoleRepository();
    }

    @Bean
    OrganizationRepository organizationRepository() {
        return new OrganizationRepository();
    }

    @Bean
    ReferenceRepository referenceRepository() {
        return new ReferenceRepository();
    }

    @Bean
    DependentRepository dependentRepository() {
        return new DependentRepository();
    }

    @Bean
    CoreIdempotencyKeyRepository coreIdempotencyKeyRepository() {
        return new CoreIdempotencyKeyRepository();
    }

    @Bean
    CoreAuditLog coreAuditLog() {
        return new CoreAuditLog();
    }

    @Bean
    ResourceTools resourceTools(CoreDatabase core, ResourceAnswers answers, ResourceAudit audit, JsonMapper json) {
        return new ResourceTools(core, answers, audit, json);
    }

    @Bean
    Outbox<CoreTransaction> coreOutbox() {
        return new Outbox<>();
    }
}
