package dev.clm.api.process.cli;

import dev.clm.api.config.DatabaseSettings;
import dev.clm.api.config.Login;
import dev.clm.api.config.Settings;
import dev.clm.api.process.startup.ServiceSettings;
import dev.clm.migrations.migrate.DatabaseBootstrap;
import dev.clm.migrations.migrate.RolePasswords;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Creates roles, databases and extensions as a superuser and takes everything from PUBLIC; can be run again (M8, M9). */
@Command(
        name = "bootstrap",
        description = "Create both databases, their extensions and all roles. Needs the …_DB_ADMIN_… variables.",
        mixinStandardHelpOptions = true)
final class BootstrapCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Settings settings = ServiceSettings.ofProcess().process();
        for (DatabaseSettings database : settings.databases().both()) {
            new DatabaseBootstrap(database.database(), database.admin().at(database.url())).run(passwords(database));
            System.out.println(database.database().databaseName() + ": roles, database and extensions are ready");
        }
        return 0;
    }

    private static RolePasswords passwords(DatabaseSettings database) {
        Map<String, String> byRole = new HashMap<>();
        put(byRole, database.database().owner(), database.owner());
        put(byRole, database.database().user(), database.user());
        put(byRole, database.database().service(), database.service());
        return RolePasswords.of(byRole);
    }

    private static void put(Map<String, String> byRole, String role, Login login) {
        if (login.password().isSet()) {
            byRole.put(role, login.password().get());
        }
    }
}
