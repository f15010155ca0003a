package dev.clm.api.certificate.revocation;

import dev.clm.api.config.Job;
import dev.clm.secure.certificate.authority.CertificateRevocationListRepository;
import dev.clm.secure.database.SecureDatabase;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What keeps CRLs fresh, and few. */
@Configuration(proxyBeanMethods = false)
public class RevocationJobs {

    /** Publishes CRLs that a crash left unpublished or that run out. */
    @Bean
    Job crlPublication(PublishCrl crls) {
        return Job.every(Duration.ofSeconds(10), "crl-publication", crls::publishDue);
    }

    /** Removes CRLs that were superseded and have run out. */
    @Bean
    Job crlCleaning(SecureDatabase secure, CertificateRevocationListRepository crls) {
        return Job.inPieces(
                Duration.ofHours(1),
                "crl-cleaning",
                limit -> secure.inServiceRole(
                        "remove superseded CRLs of all tenants",
                        tx -> crls.deleteSuperseded(tx, limit)));
    }
}
