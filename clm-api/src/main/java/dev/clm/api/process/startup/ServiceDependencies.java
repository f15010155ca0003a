package dev.clm.api.process.startup;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.config.Databases;
import dev.clm.api.config.Settings;
import dev.clm.api.process.embedded.DataDirectory;
import dev.clm.api.process.embedded.EmbeddedServer;
import dev.clm.secure.key.masterkey.MasterKeyCheck;
import dev.clm.secure.key.masterkey.MasterKeySettings;
import dev.clm.secure.key.masterkey.MasterKeys;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.SpringApplication;

/**
 * What serving stands on (requirements M3, K2), laid in one fixed order: embedded server, schemas, master key. `embedded` is
 * the server where it is ours.
 */
record ServiceDependencies(MasterKeys masterKeys, ConnectionPools pools, Optional<EmbeddedServer> embedded)
        implements AutoCloseable {

    /** Whatever was opened is closed again where a step fails. */
    static ServiceDependencies lay(Settings settings) {
        return settings.configuredDatabases()
                .map(databases -> lay(settings, databases, settings.masterKey(), Optional.empty()))
                .orElseGet(() -> layEmbedded(settings));
    }

    private static ServiceDependencies layEmbedded(Settings settings) {
        DataDirectory directory = DataDirectory.open(settings.dataDirectory());
        Map<String, String> masterKey = directory.masterKeyVariables(settings.masterKey());
        EmbeddedServer server = EmbeddedServer.start(directory);
        // Not a JVM shutdown hook: PostgreSQL has to outlive the web server.
        SpringApplication.getShutdownHandlers().add(server::stop);
        try {
            return lay(settings, server.databases(), masterKey, Optional.of(server));
        } catch (RuntimeException | Error e) {
            server.stop();
            throw e;
        }
    }

    private static ServiceDependencies lay(
            Settings settings,
            Databases databases,
            Map<String, String> masterKeyVariables,
            Optional<EmbeddedServer> embedded) {
        new SchemaPreparation(databases, settings.snapshotWait()).run(settings.migrateOnStart());
        MasterKeys masterKeys = MasterKeySettings.loadAll(masterKeyVariables);
        ConnectionPools pools = ConnectionPools.openWatched(databases);
        try {
            if (embedded.isEmpty()) {
                pools.requireOwnSessions();
                pools.requireBoundTenants();
            }
            new MasterKeyCheck(masterKeys).verifyOrInitialise(pools.secureDatabase());
            return new ServiceDependencies(masterKeys, pools, embedded);
        } catch (RuntimeException | Error e) {
            pools.close();
            masterKeys.close();
            throw e;
        }
    }

    @Override
    public void close() {
        pools.close();
        masterKeys.close();
        embedded.ifPresent(EmbeddedServer::stop);
    }
}
