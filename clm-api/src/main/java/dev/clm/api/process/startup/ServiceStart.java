package dev.clm.api.process.startup;

import dev.clm.api.ClmApplication;
import dev.clm.api.config.ConnectionPools;
import dev.clm.api.config.HttpSettings;
import dev.clm.secure.key.masterkey.MasterKeys;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts the service once, and not at all where its foundation fails (requirements M3, K2). The foundation is laid while Spring
 * reads its beans' definitions; no bean is made and no port opened before it stands.
 */
public final class ServiceStart {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceStart.class);

    private final ServiceSettings settings;
    private final Clock clock;
    /** Null until it is begun. */
    private CompletableFuture<ServiceDependencies> foundation;

    public ServiceStart(ServiceSettings settings) {
        this(settings, Clock.systemUTC());
    }

    /** With the clock that this instance believes in. */
    public ServiceStart(ServiceSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Returns once the service answers; whatever was opened is closed again where it cannot. */
    public ConfigurableApplicationContext start() {
        LOG.info("databases {}", settings.process().databasesInWords());
        if (!settings.ignored().isEmpty()) {
            LOG.info("not settings but addresses that Kubernetes gives each pod, ignored: {}", settings.ignored());
        }
        settings.process().http().requireFree();
        SpringApplication.getShutdownHandlers().add(() -> LOG.info("stopped"));
        try {
            return serve();
        } catch (RuntimeException | Error failure) {
            if (foundation != null) {
                // Its own failure is the one to report; Spring's is what followed from it.
                FutureResult.result(foundation).close();
            }
            throw failure;
        }
    }

    private ConfigurableApplicationContext serve() {
        SpringApplication application = new SpringApplication(ClmApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.addInitializers(context -> {
            // Not sooner: Spring has set up the log by now, which another thread's lines would disturb.
            foundation = CompletableFuture.supplyAsync(
                    () -> ServiceDependencies.lay(settings.process()), task -> new Thread(task, "foundation").start());
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("clm", springProperties()));
            GenericApplicationContext beans = (GenericApplicationContext) context;
            settings.registerIn(beans);
            beans.registerBean(Clock.class, () -> clock);
            beans.registerBean(
                    MasterKeys.class, () -> FutureResult.result(foundation).masterKeys());
            beans.registerBean(
                    ConnectionPools.class, () -> FutureResult.result(foundation).pools());
            context.addBeanFactoryPostProcessor(factory -> standingOrAbandoned()
                    .embedded()
                    .ifPresent(server -> factory.registerSingleton("embeddedServer", server)));
        });
        return application.run();
    }

    /** An abandoned run is not reported by Spring: the command line says what is wrong, once. */
    private ServiceDependencies standingOrAbandoned() {
        try {
            return FutureResult.result(foundation);
        } catch (RuntimeException failure) {
            throw new SpringApplication.AbandonedRunException();
        }
    }

    private Map<String, Object> springProperties() {
        Map<String, Object> properties = new HashMap<>();
        HttpSettings http = settings.process().http();
        properties.put("server.address", http.address());
        properties.put("server.port", http.port());
        return properties;
    }
}
