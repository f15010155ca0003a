package dev.clm.api.startup;

import dev.clm.api.config.DatabaseSettings;
import dev.clm.api.config.Databases;
import dev.clm.migrations.migrate.DatabaseMigrator;
import dev.clm.migrations.migrate.SchemaVerifier;

/** Both schemas complete before anything is served (requirement M3): migrated under the owner's login, verified under the service's. */
final class SchemaPreparation {
    private final Databases databases;

    SchemaPreparation(Databases databases) {
        this.databases = databases;
    }

    void run(boolean migrate) {
        for (DatabaseSettings database : databases.both()) {
            if (migrate) {
                new DatabaseMigrator(database.database(), database.owner().at(database.url())).migrate();
            }
            new SchemaVerifier(database.database(), database.user().at(database.url())).verify();
        }
    }
}
