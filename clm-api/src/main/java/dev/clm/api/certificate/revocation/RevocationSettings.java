package dev.clm.api.certificate.revocation;

import dev.clm.api.config.EnvironmentVariables;
import java.time.Duration;

/**
 * How revocation lists are published (docs/REVOCATION.md).
 *
 * @param largeList from how many entries on a full list has a delta and is made at most every `fullInterval`
 * @param certificatesPerShard after how many certificates an authority opens its next shard
 * @param codeSigningKept how long after its end a revoked code signing certificate stays listed
 */
public record RevocationSettings(
        int largeList, Duration fullInterval, int certificatesPerShard, Duration codeSigningKept) {

    public static RevocationSettings of(EnvironmentVariables environment) {
        return new RevocationSettings(
                environment.integer("CLM_CRL_LARGE", 20_000, 1, 1_000_000),
                environment.duration("CLM_CRL_FULL_INTERVAL", Duration.ofMinutes(10)),
                environment.integer("CLM_CRL_SHARD_SIZE", 50_000, 1, 1_000_000),
                environment.duration("CLM_CRL_CODE_SIGNING_KEPT", Duration.ofDays(3650)));
    }
}
