package dev.clm.api.key.keyrotation;

import dev.clm.common.error.ClmException;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.key.keyrotation.KeyRotationRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether somebody has to look after keys: a rotation fails again and again, or an authority in force cannot sign. The service
 * goes on, so this is `degraded` and no matter of readiness. Asks at most every few seconds.
 */
@Component("keyHealth")
final class KeyHealth implements HealthIndicator {
    private static final String REASON = "count rotations and authorities of all tenants that are in trouble";
    private static final Duration KEPT = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;

    private final SecureDatabase secure;
    private final KeyRotationRepository rotations;
    private final CertificateAuthorityRepository authorities;
    private final Clock clock;
    private Trouble last = new Trouble(0, 0, Instant.EPOCH);

    KeyHealth(
            SecureDatabase secure,
            KeyRotationRepository rotations,
            CertificateAuthorityRepository authorities,
            @Qualifier("steadyClock") Clock clock) {
        this.secure = secure;
        this.rotations = rotations;
        this.authorities = authorities;
        this.clock = clock;
    }

    @Override
    public Health health() {
        Trouble now = trouble();
        return (now.failingRotations() + now.silentAuthorities() == 0 ? Health.up() : Health.status("DEGRADED"))
                .build();
    }

    /** As it was last known where the database does not answer, which has an indicator of its own. */
    private synchronized Trouble trouble() {
        Instant now = clock.instant();
        if (last.at().plus(KEPT).isBefore(now)) {
            try {
                last = secure.inServiceRole(
                        REASON,
                        tx -> new Trouble(
                                rotations.countFailing(tx, ATTEMPTS), authorities.countUnableToSign(tx), now));
            } catch (ClmException unavailable) {
                last = new Trouble(last.failingRotations(), last.silentAuthorities(), now);
            }
        }
        return last;
    }

    private record Trouble(int failingRotations, int silentAuthorities, Instant at) {}
}
