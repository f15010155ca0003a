package dev.clm.api.process.cli;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.process.embedded.EmbeddedServer;
import dev.clm.api.process.startup.ServiceSettings;
import dev.clm.api.process.startup.ServiceStart;
import dev.clm.api.process.startup.ShutdownDeadline;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import picocli.CommandLine.Command;

/**
 * Serves until the process is told to stop. With no database configured it brings its own (spec/api.md), and ends with it: whoever
 * supervises the process sees that, and starts both again.
 */
@Command(
        name = "serve",
        description = "Serve the REST API; on an embedded PostgreSQL where no database is configured.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    private static final int STOPPED = 0;
    private static final int WITHOUT_DATABASES = 1;

    @Override
    public Integer call() {
        LOG.info(
                "{} starts, process {}, Java {}",
                Version.text(),
                ProcessHandle.current().pid(),
                Runtime.version());
        ServiceSettings settings = ServiceSettings.ofProcess();
        ConfigurableApplicationContext context = new ServiceStart(settings).start();
        CompletableFuture<Integer> stopped = new CompletableFuture<>();
        ConnectionPools pools = context.getBean(ConnectionPools.class);
        context.addApplicationListener(event -> {
            if (event instanceof ContextClosedEvent) {
                ShutdownDeadline.begin(pools);
                stopped.complete(STOPPED);
            }
        });
        CompletableFuture<Integer> end = context.getBeanProvider(EmbeddedServer.class).stream()
                .findFirst()
                .map(server -> stopped.applyToEither(server.ended().thenApply(gone -> WITHOUT_DATABASES), code -> code))
                .orElse(stopped);
        String steps = NextSteps.of(settings.process(), port(context));
        if (settings.process().jsonLog()) {
            LOG.info(steps);
        } else {
            System.out.println(steps);
        }
        int code = end.join();
        if (code == WITHOUT_DATABASES) {
            LOG.error(
                    "the embedded PostgreSQL was killed, perhaps for want of memory; its log is in {}; this process ends too",
                    settings.process().dataDirectory().resolve("postgres/log"));
        }
        return code;
    }

    private static int port(ConfigurableApplicationContext context) {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }
}
