package dev.clm.api.startup;

import dev.clm.api.ClmApplication;
import dev.clm.api.config.ConnectionPools;
import dev.clm.api.config.Databases;
import dev.clm.api.config.Settings;
import dev.clm.api.embedded.DataDirectory;
import dev.clm.api.embedded.EmbeddedServer;
import dev.clm.secure.masterkey.MasterKey;
import dev.clm.secure.masterkey.MasterKeyCheck;
import dev.clm.secure.masterkey.MasterKeySettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts the service in one fixed order, and not at all where a step fails (requirements M3, K2): embedded server, schemas,
 * master key, first-start data, web server.
 */
public final class ServiceStart {
    private final Settings settings;

    public ServiceStart(Settings settings) {
        this.settings = settings;
    }

    /** Returns once the service answers; whatever was opened is closed again where it cannot. */
    public ConfigurableApplicationContext start() {
        return settings.configuredDatabases()
                .map(databases -> start(databases, settings.masterKey(), Optional.empty()))
                .orElseGet(this::startEmbedded);
    }

    private ConfigurableApplicationContext startEmbedded() {
        DataDirectory directory = DataDirectory.open(settings.dataDirectory());
        Map<String, String> masterKey = directory.masterKeyVariables(settings.masterKey());
        EmbeddedServer server = EmbeddedServer.start(directory);
        // Not a JVM shutdown hook: PostgreSQL has to outlive the web server.
        SpringApplication.getShutdownHandlers().add(server::stop);
        try {
            return start(server.databases(), masterKey, Optional.of(server));
        } catch (RuntimeException | Error e) {
            server.stop();
            throw e;
        }
    }

    private ConfigurableApplicationContext start(
            Databases databases, Map<String, String> masterKeyVariables, Optional<EmbeddedServer> embedded) {
        new SchemaPreparation(databases).run(settings.migrateOnStart());
        MasterKey masterKey = MasterKeySettings.load(masterKeyVariables);
        ConnectionPools pools = ConnectionPools.open(databases);
        try {
            new MasterKeyCheck(masterKey).verifyOrInitialise(pools.secureDatabase());
            return serve(masterKey, pools, embedded);
        } catch (RuntimeException | Error e) {
            pools.close();
            masterKey.close();
            throw e;
        }
    }

    private ConfigurableApplicationContext serve(
            MasterKey masterKey, ConnectionPools pools, Optional<EmbeddedServer> embedded) {
        SpringApplication application = new SpringApplication(ClmApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.addInitializers(context -> {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("clm", springProperties()));
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(Settings.class, () -> settings);
            beans.registerBean(MasterKey.class, () -> masterKey);
            beans.registerBean(ConnectionPools.class, () -> pools);
            embedded.ifPresent(server -> beans.getBeanFactory().registerSingleton("embeddedServer", server));
        });
        return application.run();
    }

    private Map<String, Object> springProperties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.address", settings.http().address());
        properties.put("server.port", settings.http().port());
        return properties;
    }
}
