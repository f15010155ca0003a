package dev.clm.api.process.cli;

import dev.clm.api.config.Databases;
import dev.clm.api.config.Settings;
import dev.clm.api.config.SettingsException;
import dev.clm.api.process.embedded.DataDirectory;
import dev.clm.api.process.embedded.EmbeddedServer;
import dev.clm.api.process.embedded.ServedDatabases;
import dev.clm.api.process.startup.ServiceSettings;
import dev.clm.migrations.local.FolderInUseException;
import java.nio.file.Files;
import java.util.Map;

/** The databases of a command other than `serve`: those configured, or those of an existing data folder for as long as it runs. */
record ReachableDatabases(Databases databases, EmbeddedServer embedded) implements AutoCloseable {

    static ReachableDatabases open() {
        return open(ServiceSettings.ofProcess().process());
    }

    /** The same, and those of a data folder that a service serves from at this moment. */
    static ReachableDatabases openBesideService() {
        Settings settings = ServiceSettings.ofProcess().process();
        try {
            return open(settings);
        } catch (FolderInUseException served) {
            DataDirectory directory = DataDirectory.open(settings.dataDirectory());
            return new ReachableDatabases(new ServedDatabases(directory).databases(), null);
        }
    }

    private static ReachableDatabases open(Settings settings) {
        if (settings.configuredDatabases().isPresent()) {
            return new ReachableDatabases(settings.databases(), null);
        }
        if (!Files.isDirectory(settings.dataDirectory())) {
            throw SettingsException.of(
                    "CLM_SECURE_DB_URL and CLM_CORE_DB_URL",
                    "are not set, and there is no embedded database in " + settings.dataDirectory());
        }
        EmbeddedServer server = EmbeddedServer.start(DataDirectory.open(settings.dataDirectory()));
        return new ReachableDatabases(server.databases(), server);
    }

    /** The variables that name the master keys; of an embedded database its folder's own, where none are set. */
    Map<String, String> masterKeyVariables(Settings settings) {
        return embedded == null ? settings.masterKey() : embedded.directory().masterKeyVariables(settings.masterKey());
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.stop();
        }
    }
}
