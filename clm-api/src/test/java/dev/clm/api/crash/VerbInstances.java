package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.testing.ServiceProcess;
import dev.clm.core.identity.administrator.CreatedAdministrator;
import dev.clm.core.identity.administrator.FirstAdministrator;
import dev.clm.core.identity.administrator.NewAdministrator;
import dev.clm.migrations.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Two instances of the service on one pair of databases, whose fail points a test sets while they run. */
final class VerbInstances implements AutoCloseable {
    private final Path folder = Files.createTempDirectory("clm-fail-points");
    private final CrashedService service;
    private final ServiceProcess[] instances = new ServiceProcess[2];
    private final ConnectionPools pools;
    private final VerbDatabase database;
    private final CreatedAdministrator platform;

    VerbInstances() throws IOException {
        service = new CrashedService(
                LocalPostgres.temporary(),
                Map.of("CLM_FAIL_POINT_FOLDER", folder.toString(), "DBSCHEDULER_POLLINGINTERVAL", "200ms"));
        instances[0] = service.process();
        instances[1] = service.instance("second");
        pools = service.pools();
        database = new VerbDatabase(service, pools);
        platform = administrator("platform");
        instances[1].awaitReady();
    }

    FailPoints points() {
        return new FailPoints(folder);
    }

    String url(int instance) {
        return instances[instance].url();
    }

    /** Of the two. */
    int indexOf(long pid) {
        return instances[0].pid() == pid ? 0 : 1;
    }

    void awaitDeath(int instance) {
        assertThat(instances[instance].exitCode()).as("how the instance ended").isEqualTo(137);
    }

    void startThoseThatEnded() {
        for (int i = 0; i < instances.length; i++) {
            if (!instances[i].isAlive()) {
                instances[i] = service.instance("again").awaitReady();
            }
        }
    }

    CreatedAdministrator administrator(String organization) {
        return new FirstAdministrator(pools.coreDatabase())
                .create(new NewAdministrator(
                        organization, organization, "admin-of-" + organization, "admin@" + organization + ".example"));
    }

    /** Of an administrator who manages organizations other than its own. */
    VerbClient platform() {
        return new VerbClient(this, platform.apiKey().reveal());
    }

    VerbDatabase database() {
        return database;
    }

    @Override
    public void close() {
        for (ServiceProcess instance : instances) {
            instance.kill();
        }
        database.close();
        pools.close();
        service.close();
    }
}
