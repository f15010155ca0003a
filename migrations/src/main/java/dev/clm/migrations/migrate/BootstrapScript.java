package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.util.List;

/**
 * What {@link DatabaseBootstrap} runs, for an administrator's psql, the passwords left out. It can be run again, too, and asks
 * the server what it may do when it is run.
 */
public final class BootstrapScript {
    private static final String HEAD = """
            -- Roles, databases and extensions of CLM, for psql 10 or newer, as a superuser or as a role with CREATEROLE and CREATEDB:
            --   psql -X -d postgres -f bootstrap.sql
            -- It can be run again. Where it was stopped half-way, whoever ran it may still be a member of an owner role, which
            -- REVOKE ends.
            \\set ON_ERROR_STOP on
            """;

    private final StringBuilder text = new StringBuilder();

    private BootstrapScript() {}

    /** The beginning, once for any number of databases. */
    public static String head() {
        return HEAD;
    }

    /** @param url names the database to create, as for {@link DatabaseLogin} */
    public static String of(ClmDatabase database, String url) {
        String name = new DatabaseLogin(url, database.owner(), "").databaseName();
        RoleSteps roles = new RoleSteps(database, name);
        BootstrapScript script = new BootstrapScript();
        script.comment(name + ": roles");
        script.steps(roles.conditions());
        script.steps(roles.roles());
        script.steps(List.of(roles.refusalOfTheOwner()));
        script.line("SELECT (" + roles.mayActAsOwner() + ") AS clm_may_act, (" + roles.takesMembership()
                + ") AS clm_takes_membership");
        script.line("\\gset");
        script.line("\\if :clm_may_act");
        script.comment("Who creates for the owner has to be a member of it, for as long as it takes.");
        script.steps(List.of(roles.membership()));
        script.comment(name + ": the database");
        script.steps(roles.createDatabase());
        script.line("\\connect \"" + name.replace("\"", "\"\"") + "\"");
        script.line("BEGIN;");
        script.steps(new DatabaseSteps(database).all());
        script.line("COMMIT;");
        script.line("\\if :clm_takes_membership");
        script.steps(List.of(roles.endOfMembership()));
        script.line("\\endif");
        script.line("\\endif");
        script.passwords(database);
        return script.text.toString();
    }

    private void passwords(ClmDatabase database) {
        comment("Passwords are not in here. psql asks for each of these and sends a verifier alone:");
        for (DatabaseRole role : DatabaseRole.of(database)) {
            if (role.needsLogin()) {
                line("--   \\password " + role.name());
            }
        }
    }

    private void steps(List<BootstrapStep> steps) {
        steps.forEach(step -> text.append(step.script()));
    }

    private void comment(String words) {
        line("\n-- " + words);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
