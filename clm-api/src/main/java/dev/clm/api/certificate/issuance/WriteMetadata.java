package dev.clm.api.certificate.issuance;

import dev.clm.api.coordination.relay.CoreEventApplication;
import dev.clm.api.coordination.relay.OutboxRelay;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.common.database.GroupCommit;
import dev.clm.common.database.Outage;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.database.CoreDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Step 7 of issuance: the one core transaction, shared by the requests of an organization that arrive together. */
@Service
public class WriteMetadata {
    private static final Logger LOG = LoggerFactory.getLogger(WriteMetadata.class);
    private static final int LARGEST_BATCH = 64;
    /** Who would have to wait for a lock leaves its event to the relay. */
    private static final Duration SOON = Duration.ofMillis(300);

    private final CoreDatabase core;
    private final CoreEventApplication application;
    private final OutboxRelay<SecureTransaction> relay;
    private final GroupCommit<OrganizationId, OutboxEvent, Boolean> commits;

    public WriteMetadata(
            CoreDatabase core,
            CoreEventApplication application,
            OutboxRelay<SecureTransaction> relay,
            @Qualifier("backgroundWork") Executor backgroundWork) {
        this.core = core;
        this.application = application;
        this.relay = relay;
        this.commits = new GroupCommit<>(backgroundWork, LARGEST_BATCH, this::applyTogether);
    }

    /** Applies the event, or leaves it to the relay: the certificate is committed and the client gets it either way. */
    void writeOrLeaveToRelay(OutboxEvent event) {
        try {
            if (commits.submit(event.organizationId(), event)) {
                relay.markLater(event.id());
            }
        } catch (RuntimeException failure) {
            if (!Outage.tells(failure)) {
                LOG.warn(
                        "event {} is left to the relay: {}",
                        event.id(),
                        failure.getClass().getSimpleName());
            }
        }
    }

    private List<Boolean> applyTogether(OrganizationId organization, List<OutboxEvent> events) {
        core.inTransaction(organization, SOON, tx -> {
            int effective = application.apply(tx, events);
            FailPoint.reach("issuance.7.within", organization);
            return effective;
        });
        return events.stream().map(event -> true).toList();
    }
}
