package dev.clm.api.certificate.revocation;

import dev.clm.api.config.Job;
import dev.clm.secure.certificate.authority.CrlPublicationRepository;
import dev.clm.secure.database.SecureDatabase;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What keeps revocation lists fresh (requirement R2). */
@Configuration(proxyBeanMethods = false)
public class RevocationJobs {

    /** Publishes lists that a crash left unpublished, that run out, or that waited for their interval. */
    @Bean
    Job crlPublication(PublishCrl crls) {
        return Job.every(Duration.ofSeconds(2), "crl-publication", crls::publishDue);
    }

    /** Gives authorities that grow their next shard: certificates that are issued from then on name it. */
    @Bean
    Job crlShards(SecureDatabase secure, CrlPublicationRepository crls, RevocationSettings settings) {
        return Job.every(
                Duration.ofMinutes(10),
                "crl-shards",
                () -> secure.inServiceRole(
                        "add shards of all tenants", tx -> crls.addShards(tx, settings.certificatesPerShard())));
    }
}
