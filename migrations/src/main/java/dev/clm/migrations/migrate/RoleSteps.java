package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.util.List;

/**
 * Roles and the database itself, for an administrator who is a superuser or has CREATEROLE and CREATEDB. No attribute is asked
 * for that a role has already, as a server refuses even NOSUPERUSER to whoever is no superuser.
 */
final class RoleSteps {
    /** From here on an attribute can be given by whoever has it, and a role is its maker's to change and no other's. */
    private static final String SINCE_16 = "current_setting('server_version_num')::int >= 160000";

    private static final String SINCE_15 = "current_setting('server_version_num')::int >= 150000";

    private static final String ADMINISTRATOR =
            "administrator AS (SELECT * FROM pg_roles WHERE rolname = current_user)";

    /** Of the roles that are there, what each has that it should not, or lacks. */
    private static final String DIFFERENCES = """
            wanted (name, logs_in, sees_all) AS (VALUES {roles}),
            {administrator},
            difference AS (
              SELECT w.name, a.place, a.clause, a.clause = 'BYPASSRLS' AS optional, CASE WHEN me.rolsuper THEN true
                  WHEN {since_16} THEN pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION') AND a.possible_since_16
                  ELSE a.possible_before END AND (me.rolsuper OR NOT r.rolsuper) AS possible
              FROM wanted w JOIN pg_roles r ON r.rolname = w.name CROSS JOIN administrator me CROSS JOIN LATERAL (VALUES
                (1, 'NOSUPERUSER', r.rolsuper, false, false),
                (2, 'NOCREATEDB', r.rolcreatedb, me.rolcreatedb, true),
                (3, 'NOCREATEROLE', r.rolcreaterole, true, true),
                (4, 'NOREPLICATION', r.rolreplication, me.rolreplication, false),
                (5, 'INHERIT', NOT r.rolinherit, true, true),
                (6, 'BYPASSRLS', w.sees_all AND NOT r.rolbypassrls, me.rolbypassrls, false),
                (7, 'NOBYPASSRLS', r.rolbypassrls AND NOT w.sees_all, me.rolbypassrls, false),
                (8, 'LOGIN', w.logs_in AND NOT r.rolcanlogin, true, true)
              ) AS a (place, clause, differs, possible_since_16, possible_before)
              WHERE a.differs)""";

    /** Before PostgreSQL 16 a membership gives its rights to whoever inherits, and to no other. */
    private static final String LACKING = """
            WITH {administrator}
            SELECT me.rolname || ' lacks ' || string_agg(a.name, ' and ' ORDER BY a.name DESC)
              || '; whoever bootstraps has CREATEROLE and CREATEDB or is a superuser'
            FROM administrator me CROSS JOIN LATERAL (VALUES
              ('CREATEROLE', me.rolcreaterole),
              ('CREATEDB', me.rolcreatedb OR EXISTS (SELECT FROM pg_database
                WHERE datname = {database} AND pg_get_userbyid(datdba) = '{owner}')),
              ('INHERIT', me.rolinherit OR {since_16})
            ) AS a (name, given)
            WHERE NOT me.rolsuper AND NOT a.given GROUP BY me.rolname""";

    private static final String FIXED = """
            WITH {differences}
            SELECT format('%s has to be %s, which %s cannot make it; a superuser can: ALTER ROLE %I %s',
              d.name, d.clauses, current_user, d.name, d.clauses)
            FROM (SELECT name, string_agg(clause, ' ' ORDER BY place) AS clauses FROM difference
              WHERE NOT possible AND NOT optional GROUP BY name) d""";

    /** Policies that name a role go to its members: who may be the service role or the owner sees every tenant. */
    private static final String MEMBERSHIPS = """
            SELECT format('%s is a member of %s and has its rights besides its own; end that first: REVOKE %I FROM %I',
              r.rolname, g.rolname, g.rolname, r.rolname)
            FROM (VALUES {roles}) AS w (name, logs_in, sees_all)
            JOIN pg_roles r ON r.rolname = w.name
            JOIN pg_auth_members m ON m.member = r.oid
            JOIN pg_roles g ON g.oid = m.roleid""";

    private static final String CREATE_ROLES = """
            SELECT format('CREATE ROLE %I NOLOGIN', w.name)
            FROM (VALUES {roles}) AS w (name, logs_in, sees_all)
            WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = w.name)""";

    private static final String ALTER_ROLES = """
            WITH {differences}
            SELECT format('ALTER ROLE %I %s', name, string_agg(clause, ' ' ORDER BY place))
            FROM difference WHERE possible GROUP BY name""";

    private static final String IS_MEMBER = """
            (pg_has_role('{owner}', 'USAGE')
              AND pg_has_role('{owner}', CASE WHEN {since_16} THEN 'SET' ELSE 'MEMBER' END))""";

    private static final String MAY_ACT = """
            ({is_member} OR NOT {since_16} OR pg_has_role('{owner}', 'MEMBER WITH ADMIN OPTION'))""";

    /** The first thing that is done as the owner, in one transaction with the rest. */
    private static final String IS_DONE = """
            EXISTS (SELECT FROM pg_database d WHERE d.datname = {database} AND pg_get_userbyid(d.datdba) = '{owner}'
              AND NOT EXISTS (SELECT FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) WHERE grantee = 0)
              AND has_database_privilege('{user}', d.oid, 'CONNECT'))""";

    private static final String NEITHER = """
            SELECT format('%s may not act as {owner}, which another administrator made; that one can:'
              ' GRANT {owner} TO %I WITH ADMIN OPTION', current_user, current_user)
            WHERE NOT {may_act} AND NOT {is_done}""";

    private static final String GRANT_MEMBERSHIP = """
            SELECT 'GRANT {owner} TO CURRENT_USER'
              || CASE WHEN {since_16} THEN ' WITH INHERIT TRUE, SET TRUE' ELSE '' END
            WHERE {may_act} AND NOT {is_member}""";

    /**
     * Before PostgreSQL 15 the schema public of template0 is the server's superuser's; that of template1 is what a provider made
     * of it, as a rule the administrator's.
     */
    private static final String CREATE_DATABASE = """
            SELECT format('CREATE DATABASE %I OWNER {owner} ENCODING ''UTF8'' TEMPLATE %I', {database},
              CASE WHEN rolsuper OR {since_15} THEN 'template0' ELSE 'template1' END)
            FROM pg_roles WHERE rolname = current_user
              AND NOT EXISTS (SELECT FROM pg_database WHERE datname = {database})""";

    private static final String DATABASE_TO_THE_OWNER = """
            SELECT format('ALTER DATABASE %I OWNER TO {owner}', datname)
            FROM pg_database WHERE datname = {database} AND pg_get_userbyid(datdba) <> '{owner}'""";

    private final ClmDatabase database;
    private final String name;

    /** @param name of the database to create */
    RoleSteps(ClmDatabase database, String name) {
        this.database = database;
        this.name = name;
    }

    /** Asked before anything is created. */
    List<BootstrapStep> conditions() {
        return List.of(
                BootstrapStep.refusal(filled(LACKING)),
                BootstrapStep.refusal(filled(FIXED)),
                BootstrapStep.refusal(filled(MEMBERSHIPS)));
    }

    /** BYPASSRLS is given where that can be; elsewhere the policies of the migrations name the roles that see every tenant. */
    List<BootstrapStep> roles() {
        return List.of(BootstrapStep.statements(filled(CREATE_ROLES)), BootstrapStep.statements(filled(ALTER_ROLES)));
    }

    /** Of another administrator's roles, since PostgreSQL 16, unless what is to be done as the owner was done. */
    BootstrapStep refusalOfTheOwner() {
        return BootstrapStep.refusal(filled(NEITHER));
    }

    /** A query for one boolean: whether the administrator may be the owner. */
    String mayActAsOwner() {
        return filled("SELECT {may_act}");
    }

    /** A query for one boolean: whether that takes a membership first. */
    String takesMembership() {
        return filled("SELECT {may_act} AND NOT {is_member}");
    }

    /** Who creates for the owner has to be a member; a superuser is of every role. */
    BootstrapStep membership() {
        return BootstrapStep.statements(filled(GRANT_MEMBERSHIP));
    }

    BootstrapStep endOfMembership() {
        return BootstrapStep.statement(filled("REVOKE {owner} FROM CURRENT_USER"));
    }

    List<BootstrapStep> createDatabase() {
        return List.of(
                BootstrapStep.statements(filled(CREATE_DATABASE)),
                BootstrapStep.statements(filled(DATABASE_TO_THE_OWNER)));
    }

    /** Names of roles need no quotes; the database's is the administrator's choice. */
    private String filled(String template) {
        return template.replace("{differences}", DIFFERENCES)
                .replace("{administrator}", ADMINISTRATOR)
                .replace("{may_act}", MAY_ACT)
                .replace("{is_member}", IS_MEMBER)
                .replace("{is_done}", IS_DONE)
                .replace("{since_15}", SINCE_15)
                .replace("{since_16}", SINCE_16)
                .replace("{roles}", DatabaseRole.rows(database))
                .replace("{owner}", database.owner())
                .replace("{user}", database.user())
                .replace("{database}", literal(name));
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
