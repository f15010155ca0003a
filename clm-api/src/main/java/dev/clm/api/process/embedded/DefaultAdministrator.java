package dev.clm.api.process.embedded;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.identity.administrator.FirstAdministrator;
import dev.clm.core.identity.administrator.NewAdministrator;
import dev.clm.core.identity.apikey.ApiKey;
import dev.clm.core.identity.organization.Organization;
import dev.clm.core.identity.organization.OrganizationRepository;
import dev.clm.core.identity.user.UserRepository;
import java.util.Optional;

/** The administrator of the organization `default`, whose API key is in the data folder. */
final class DefaultAdministrator {
    static final String ORGANIZATION = "default";
    static final String USERNAME = "admin";

    private final CoreDatabase core;
    private final DataDirectory directory;
    private final OrganizationRepository organizations = new OrganizationRepository();
    private final UserRepository users = new UserRepository();

    DefaultAdministrator(CoreDatabase core, DataDirectory directory) {
        this.core = core;
        this.directory = directory;
    }

    /** The organization, with its administrator created where there never was one; empty where it was deleted since. */
    Optional<OrganizationId> ensure() {
        if (!exists()) {
            create();
        }
        return core.inServiceRole(
                "find the organization of the first start",
                tx -> organizations.lockLive(tx, ORGANIZATION).map(Organization::id));
    }

    private boolean exists() {
        return core.inServiceRole("look for the first administrator", tx -> users.isUsernameTaken(tx, USERNAME));
    }

    /** The key is in its file before it is in the database: a crash in between leaves a key that is replaced. */
    private void create() {
        ApiKey key = ApiKey.generate();
        OwnerOnlyFile.replace(directory.administratorKey(), key.reveal() + "\n");
        new FirstAdministrator(core)
                .create(new NewAdministrator(ORGANIZATION, "Default organization", USERNAME, "admin@clm.invalid"), key);
    }
}
