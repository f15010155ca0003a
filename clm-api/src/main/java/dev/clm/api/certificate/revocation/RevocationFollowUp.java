package dev.clm.api.certificate.revocation;

import dev.clm.api.coordination.relay.OutboxRelay;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.secure.certificate.revocation.RevocableCertificate;
import dev.clm.secure.database.SecureTransaction;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What follows once a revocation, or the end of a hold, is committed: the metadata, the lists, and the count of this instance's. */
@Component
public class RevocationFollowUp {
    private final PublishCrl crls;
    private final OutboxRelay<SecureTransaction> relay;
    private final Map<RevocationReason, Counter> revoked = new EnumMap<>(RevocationReason.class);

    public RevocationFollowUp(PublishCrl crls, OutboxRelay<SecureTransaction> relay, MeterRegistry meters) {
        this.crls = crls;
        this.relay = relay;
        for (RevocationReason reason : RevocationReason.values()) {
            revoked.put(
                    reason,
                    Counter.builder("clm.certificates.revoked")
                            .tag("reason", reason.value())
                            .register(meters));
        }
    }

    /** `named` is the certificate that the client named, whose metadata it reads next. */
    void follow(UUID named, RevocationReason reason, List<RevocableCertificate> changed) {
        revoked.get(reason).increment(changed.size());
        relay.deliverNow(named);
        changed.stream()
                .flatMap(one -> one.issuerAuthority().stream())
                .distinct()
                .forEach(crls::publishSoon);
    }
}
