package dev.clm.api.wiring;

import dev.clm.core.certificatemetadata.CertificateMetadataRepository;
import dev.clm.core.certificatemetadata.CertificateSearchRepository;
import dev.clm.core.outbox.AppliedEventRepository;
import dev.clm.core.reference.IssuanceReferenceRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
    AppliedEventRepository appliedEventRepository() {
        return new AppliedEventRepository();
    }

    @Bean
    IssuanceReferenceRepository issuanceReferenceRepository() {
        return new IssuanceReferenceRepository();
    }
}
