package dev.clm.api.process.embedded;

import dev.clm.api.config.DatabaseSettings;
import dev.clm.api.config.Databases;
import dev.clm.api.config.Login;
import dev.clm.api.config.Password;
import dev.clm.migrations.ClmDatabase;
import java.util.Optional;

/**
 * The databases of a data folder that another process serves from. Only that process knows its roles' passwords, so the
 * folder's superuser logs in and acts as those roles from the first statement on, with their rights and no more.
 */
public final class ServedDatabases {
    private static final String SUPERUSER = "postgres";

    private final SuperuserFile superuser;

    public ServedDatabases(DataDirectory directory) {
        this.superuser = new SuperuserFile(directory);
    }

    public Databases databases() {
        return new Databases(settings(ClmDatabase.SECURE), settings(ClmDatabase.CORE));
    }

    private DatabaseSettings settings(ClmDatabase database) {
        return new DatabaseSettings(
                database,
                "jdbc:postgresql://localhost:" + superuser.portWritten() + "/" + database.databaseName(),
                actingAs(database.user()),
                actingAs(database.service()),
                // Only the serving process migrates: the owner never logs in here.
                new Login(database.owner(), Password.generated("the password of " + database.owner(), null)),
                new Login(SUPERUSER, password()));
    }

    private Login actingAs(String role) {
        return new Login(SUPERUSER, password(), Optional.of(role));
    }

    private Password password() {
        return Password.generated("the password of " + SUPERUSER, superuser.passwordWrittenFirst());
    }
}
