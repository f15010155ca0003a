package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Extensions and what each role may do with the database as a whole (requirement M8), in one transaction within it. An
 * administrator who is no superuser does it as the owner; what belongs to the server's superuser stays as it is.
 */
final class DatabaseSteps {
    private static final String EXTENSIONS = "'uuid-ossp', 'pgcrypto'";

    /** Before PostgreSQL 15 it belongs to the superuser, afterwards to whoever owns the database. */
    private static final String SCHEMA_TO_THE_OWNER = """
            SELECT 'ALTER SCHEMA public OWNER TO {owner}' FROM pg_namespace
            WHERE nspname = 'public' AND pg_get_userbyid(nspowner) <> '{owner}' AND pg_has_role(nspowner, 'USAGE')""";

    private static final String ACT_AS_THE_OWNER = """
            SELECT 'SET LOCAL ROLE {owner}' FROM pg_roles WHERE rolname = current_user AND NOT rolsuper""";

    private static final String CONNECT = """
            SELECT format(s.statement, current_database()) FROM (VALUES
              ('REVOKE ALL ON DATABASE %I FROM PUBLIC'), ('GRANT CONNECT ON DATABASE %I TO {guests}')) AS s (statement)""";

    private static final String USAGE = """
            SELECT s.statement FROM pg_namespace CROSS JOIN (VALUES
              ('REVOKE ALL ON SCHEMA public FROM PUBLIC'), ('GRANT USAGE ON SCHEMA public TO {guests}')) AS s (statement)
            WHERE nspname = 'public' AND pg_has_role(nspowner, 'USAGE')""";

    private static final String CREATE_EXTENSIONS = """
            SELECT format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA public', name)
            FROM unnest(ARRAY[{extensions}]) AS name""";

    private static final String REVOKE_FUNCTIONS = """
            SELECT 'REVOKE ALL ON ROUTINE ' || string_agg(oid::regprocedure::text, ', ') || ' FROM PUBLIC'
            FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND pg_has_role(proowner, 'USAGE')
            HAVING count(*) > 0""";

    /** PostgreSQL 12 has gen_random_uuid() only as the extension's function, so the logins need EXECUTE on these. */
    private static final String GRANT_EXTENSION_FUNCTIONS = """
            SELECT 'GRANT EXECUTE ON FUNCTION ' || string_agg(p.oid::regprocedure::text, ', ')
              || ' TO {owner}, {user}, {service}'
            FROM pg_proc p
            JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
            JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid
            WHERE e.extname IN ({extensions}) AND pg_has_role(p.proowner, 'USAGE')
            HAVING count(*) > 0""";

    private static final String OTHERS_SCHEMA = """
            SELECT format('the schema public belongs to %s, and PUBLIC may create in it; before migrate a superuser'
              ' ends that in this database: ALTER SCHEMA public OWNER TO {owner}', pg_get_userbyid(nspowner))
            FROM pg_namespace WHERE nspname = 'public' AND pg_get_userbyid(nspowner) <> '{owner}'""";

    private static final String MISSING = """
            SELECT 'missing after bootstrap: ' || what FROM (
              SELECT 'extension ' || name FROM unnest(ARRAY[{extensions}]) AS name
              WHERE NOT EXISTS (SELECT FROM pg_extension WHERE extname = name)
              UNION ALL
              SELECT 'role ' || name || ' with the attributes it needs'
              FROM (VALUES {roles}) AS w (name, logs_in, sees_all)
              WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = w.name AND NOT r.rolsuper
                AND (w.sees_all OR NOT r.rolbypassrls) AND (r.rolcanlogin OR NOT w.logs_in))
              UNION ALL
              SELECT 'CREATE in the schema public for {owner}'
              WHERE NOT has_schema_privilege('{owner}', 'public', 'CREATE')) AS missing (what)""";

    private final ClmDatabase database;

    DatabaseSteps(ClmDatabase database) {
        this.database = database;
    }

    List<BootstrapStep> all() {
        return List.of(
                statements(SCHEMA_TO_THE_OWNER),
                statements(ACT_AS_THE_OWNER),
                statements(CONNECT),
                statements(USAGE),
                statements(CREATE_EXTENSIONS),
                statements(REVOKE_FUNCTIONS),
                BootstrapStep.statement(
                        filled("ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE EXECUTE ON ROUTINES FROM PUBLIC")),
                statements(GRANT_EXTENSION_FUNCTIONS),
                BootstrapStep.warning(filled(OTHERS_SCHEMA)),
                BootstrapStep.refusal(filled(MISSING)));
    }

    private BootstrapStep statements(String template) {
        return BootstrapStep.statements(filled(template));
    }

    private String filled(String template) {
        return template.replace("{owner}", database.owner())
                .replace("{user}", database.user())
                .replace("{service}", database.service())
                .replace("{guests}", guests())
                .replace("{extensions}", EXTENSIONS)
                .replace("{roles}", DatabaseRole.rows(database));
    }

    private String guests() {
        return DatabaseRole.of(database).stream()
                .map(DatabaseRole::name)
                .filter(name -> !name.equals(database.owner()))
                .collect(Collectors.joining(", "));
    }
}
