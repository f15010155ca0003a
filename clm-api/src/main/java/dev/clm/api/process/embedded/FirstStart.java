package dev.clm.api.process.embedded;

import dev.clm.core.database.CoreDatabase;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** What an embedded service brings with it: an administrator, then every FirstStartStep bean in its order. */
@Component
class FirstStart implements SmartInitializingSingleton {
    private final ObjectProvider<EmbeddedServer> embedded;
    private final CoreDatabase core;
    private final ObjectProvider<FirstStartStep> steps;

    FirstStart(ObjectProvider<EmbeddedServer> embedded, CoreDatabase core, ObjectProvider<FirstStartStep> steps) {
        this.embedded = embedded;
        this.core = core;
        this.steps = steps;
    }

    @Override
    public void afterSingletonsInstantiated() {
        embedded.ifAvailable(server -> run(server.directory()));
    }

    private void run(DataDirectory directory) {
        new DefaultAdministrator(core, directory)
                .ensure()
                .ifPresent(organization -> steps.orderedStream().forEach(step -> step.run(organization)));
    }
}
