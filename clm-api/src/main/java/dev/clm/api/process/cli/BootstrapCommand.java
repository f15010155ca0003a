package dev.clm.api.process.cli;

import dev.clm.api.config.DatabaseSettings;
import dev.clm.api.config.Login;
import dev.clm.api.config.Settings;
import dev.clm.api.process.startup.ServiceSettings;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.migrate.BootstrapScript;
import dev.clm.migrations.migrate.DatabaseBootstrap;
import dev.clm.migrations.migrate.RolePasswords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Creates roles, databases and extensions and takes everything from PUBLIC; can be run again (M8, M9). */
@Command(
        name = "bootstrap",
        description =
                "Create both databases, their extensions and all roles, as a superuser or as a role with CREATEROLE and"
                        + " CREATEDB. Needs the …_DB_ADMIN_… variables.",
        mixinStandardHelpOptions = true)
final class BootstrapCommand implements Callable<Integer> {
    @Option(names = "--database", description = "Only this one: ${COMPLETION-CANDIDATES}")
    private ClmDatabase only;

    @Option(
            names = "--print-sql",
            description = "Connect to nothing; print a script for psql that does the same, without any password")
    private boolean printSql;

    @Override
    public Integer call() {
        Settings settings = ServiceSettings.ofProcess().process();
        if (printSql) {
            System.out.print(script(settings));
            return 0;
        }
        List<DatabaseSettings> chosen = settings.databases().chosen(only);
        chosen.forEach(database -> of(database).check());
        for (DatabaseSettings database : chosen) {
            of(database).run(passwords(database), System.err::println);
            System.out.println(database.database().databaseName() + ": roles, database and extensions are ready");
        }
        return 0;
    }

    private static DatabaseBootstrap of(DatabaseSettings database) {
        return new DatabaseBootstrap(database.database(), database.admin().at(database.url()));
    }

    /** For the configured databases, else for those of the usual names. */
    private String script(Settings settings) {
        StringBuilder script = new StringBuilder(BootstrapScript.head());
        for (ClmDatabase database : ClmDatabase.values()) {
            if (only == null || only == database) {
                String url = settings.configuredDatabases()
                        .map(both -> both.of(database).url())
                        .orElse("jdbc:postgresql:" + database.databaseName());
                script.append(BootstrapScript.of(database, url));
            }
        }
        return script.toString();
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
