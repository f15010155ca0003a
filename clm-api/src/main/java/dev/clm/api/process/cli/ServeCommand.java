package dev.clm.api.process.cli;

import dev.clm.api.process.startup.ServiceSettings;
import dev.clm.api.process.startup.ServiceStart;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import picocli.CommandLine.Command;

/** Serves until the process is told to stop. With no database configured it brings its own (spec/api.md). */
@Command(
        name = "serve",
        description = "Serve the REST API; on an embedded PostgreSQL where no database is configured.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Override
    public Integer call() {
        LOG.info(
                "{} starts, process {}, Java {}",
                Version.text(),
                ProcessHandle.current().pid(),
                Runtime.version());
        ServiceSettings settings = ServiceSettings.ofProcess();
        ConfigurableApplicationContext context = new ServiceStart(settings).start();
        CountDownLatch closed = new CountDownLatch(1);
        context.addApplicationListener(event -> {
            if (event instanceof ContextClosedEvent) {
                closed.countDown();
            }
        });
        String steps = NextSteps.of(settings.process(), port(context));
        if (settings.process().jsonLog()) {
            LOG.info(steps);
        } else {
            System.out.println(steps);
        }
        await(closed);
        return 0;
    }

    private static int port(ConfigurableApplicationContext context) {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    private static void await(CountDownLatch closed) {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
