WITH ours AS (
    SELECT c.* FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
), routine AS (
    SELECT p.* FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
), line AS (
    SELECT format('relation %s kind %s owner %s rls %s force %s options %s comment %s grants %s', c.relname, c.relkind,
            pg_get_userbyid(c.relowner), c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
            obj_description(c.oid, 'pg_class'),
            ARRAY(SELECT a::text FROM unnest(coalesce(c.relacl,
                acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) a ORDER BY 1)) AS text
    FROM ours c WHERE c.relkind IN ('r', 'v', 'm', 'p', 'S')
    UNION ALL
    SELECT format('column %s.%s %s type %s not null %s default %s generated %s identity %s collation %s grants %s comment %s',
            c.relname, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attname,
            format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attgenerated,
            a.attidentity, a.attcollation::regcollation, a.attacl, col_description(c.oid, a.attnum))
    FROM ours c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relkind IN ('r', 'v', 'm', 'p')
    UNION ALL
    SELECT format('constraint %s %s %s validated %s', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated)
    FROM pg_constraint WHERE conrelid IN (SELECT oid FROM ours)
    UNION ALL
    SELECT format('index %s valid %s clustered %s comment %s', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisclustered,
            obj_description(i.indexrelid, 'pg_class'))
    FROM pg_index i WHERE i.indrelid IN (SELECT oid FROM ours)
    UNION ALL
    SELECT format('trigger %s enabled %s', pg_get_triggerdef(t.oid), t.tgenabled)
    FROM pg_trigger t WHERE t.tgrelid IN (SELECT oid FROM ours) AND NOT t.tgisinternal
    UNION ALL
    SELECT format('routine %s owner %s grants %s comment %s%s', p.oid::regprocedure, pg_get_userbyid(p.proowner),
            ARRAY(SELECT a::text FROM unnest(coalesce(p.proacl, acldefault('f', p.proowner))) a ORDER BY 1),
            obj_description(p.oid, 'pg_proc'), CASE WHEN p.prokind IN ('f', 'p') THEN E'\n' || pg_get_functiondef(p.oid) END)
    FROM routine p
    UNION ALL
    SELECT format('view %s %s', c.relname, pg_get_viewdef(c.oid)) FROM ours c WHERE c.relkind IN ('v', 'm')
    UNION ALL
    SELECT format('policy %s', p) FROM pg_policies p WHERE schemaname = 'public'
    UNION ALL
    SELECT format('rule %s', r) FROM pg_rules r WHERE schemaname = 'public'
    UNION ALL
    SELECT format('sequence %s', (to_jsonb(s) - 'last_value' - 'sequencename') || jsonb_build_object('name', s.sequencename))
    FROM pg_sequences s WHERE schemaname = 'public'
    UNION ALL
    SELECT format('type %s %s %s', t.typname, t.typtype, pg_get_userbyid(t.typowner))
    FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd', 'r')
    UNION ALL
    SELECT format('statistics %s', pg_get_statisticsobjdef(oid)) FROM pg_statistic_ext
    UNION ALL
    SELECT format('event trigger %s %s', evtname, evtfoid::regprocedure) FROM pg_event_trigger
    UNION ALL
    SELECT format('extension %s', extname) FROM pg_extension
    UNION ALL
    SELECT format('default grants %s %s %s %s', pg_get_userbyid(defaclrole), defaclnamespace::regnamespace, defaclobjtype,
            ARRAY(SELECT a::text FROM unnest(defaclacl) a ORDER BY 1))
    FROM pg_default_acl
    UNION ALL
    SELECT format('schema %s owner %s grants %s', nspname, pg_get_userbyid(nspowner),
            ARRAY(SELECT a::text FROM unnest(coalesce(nspacl, acldefault('n', nspowner))) a ORDER BY 1))
    FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
    UNION ALL
    SELECT format('database owner %s grants %s', pg_get_userbyid(datdba),
            ARRAY(SELECT a::text FROM unnest(coalesce(datacl, acldefault('d', datdba))) a ORDER BY 1))
    FROM pg_database WHERE datname = current_database()
    UNION ALL
    SELECT format('setting %s %s', pg_get_userbyid(setrole), setconfig)
    FROM pg_db_role_setting WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
)
SELECT text FROM line ORDER BY text COLLATE "C"
