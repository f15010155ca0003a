package dev.clm.api.coordination.relay;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.coordination.cascade.ReferenceCascade;
import dev.clm.api.process.embedded.DataDirectory;
import dev.clm.api.process.embedded.ServedDatabases;
import dev.clm.api.testing.RunningService;
import dev.clm.common.audit.AuditCategory;
import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.common.coordination.Outbox;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.common.coordination.OutboxSignal;
import dev.clm.core.auditlog.CoreAuditLog;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.inventory.metadata.CertificateMetadataRepository;
import dev.clm.migrations.ClmDatabase;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** The relay of one more instance of the service, from clm_secure_db to clm_core_db, with connections of its own. */
final class RelayInstance implements AutoCloseable {
    private final ConnectionPools pools;
    private final RelayLoop loop;

    /** `delivered` hears of each event after it was applied and before it is marked done; `poll` is how long the relay waits unasked. */
    RelayInstance(Duration poll, Consumer<OutboxEvent> delivered) {
        pools = ConnectionPools.open(
                new ServedDatabases(DataDirectory.open(RunningService.shared().folder())).databases());
        SecureDatabase secure = pools.secureDatabase();
        CoreDatabase core = pools.coreDatabase();
        CoreEventApplication application = new CoreEventApplication(
                core,
                new AppliedEventRepository<>(),
                new CertificateMetadataRepository(),
                new ReferenceCascade<>(
                        ClmDatabase.CORE, core::inServiceRole, new CoreAuditLog(), AuditCategory.SYSTEM));
        OutboxRelay<SecureTransaction> relay = new OutboxRelay<>(
                secure::inServiceRole,
                new Outbox<>(),
                events -> {
                    application.applyAll(events);
                    events.forEach(delivered);
                },
                () -> false);
        loop = new RelayLoop(
                relay,
                RelayDirection.SECURE_TO_CORE,
                new OutboxSignal(pools.secureService()),
                poll,
                Clock.systemUTC(),
                new SimpleMeterRegistry());
        loop.start();
    }

    @Override
    public void close() {
        loop.stop();
        pools.close();
    }
}
