package dev.clm.api.process.wiring;

import dev.clm.api.row.ManagedResource.ResourceTools;
import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.common.coordination.IdempotentAnswerRepository;
import dev.clm.common.coordination.Outbox;
import dev.clm.core.auditlog.CoreAuditLog;
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
import org.springframework.context.annotation.Import;

/** clm-core: what needs no choice is imported. */
@Configuration(proxyBeanMethods = false)
@Import({
    CertificateMetadataRepository.class,
    CertificateSearchRepository.class,
    CoreAuditLog.class,
    DependentRepository.class,
    IssuanceReferenceRepository.class,
    OrganizationRepository.class,
    PolicyRepository.class,
    ReferenceRepository.class,
    ResourceTools.class,
    RoleRepository.class,
    UserRepository.class,
    WorkflowRepository.class
})
public class CoreParts {

    @Bean
    AppliedEventRepository<CoreTransaction> coreAppliedEventRepository() {
        return new AppliedEventRepository<>();
    }

    @Bean
    IdempotentAnswerRepository<CoreTransaction> coreIdempotencyKeys() {
        return new IdempotentAnswerRepository<>();
    }

    @Bean
    Outbox<CoreTransaction> coreOutbox() {
        return new Outbox<>();
    }
}
