extension RemoteEngine {
  static let postgres = RemoteEngine(
    name: "postgres",
    title: "PostgreSQL",
    summary: "a database of PostgreSQL, reached by scomm-postgres; passwords come from PGPASSWORD,"
      + " ~/.pgpass or the URL",
    usage: "postgres://[USER@]HOST[:PORT]/DATABASE",
    examples: ["scomm --engine postgres://reader@localhost/record"],
    dialect: "postgres",
    schema: postgresSchema,
    connect: { address, _, cancellation throws(EngineFailure) in
      try PostgresConnection(address, until: cancellation)
    }
  )

  private static let postgresSchema = SchemaQueries(
    columns: """
      select n.nspname, c.relname,
        case when pg_table_is_visible(c.oid) then '' else n.nspname || '_' end || c.relname,
        a.attname, format_type(a.atttypid, a.atttypmod)
      from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid
      where c.relkind in ('r', 'v', 'm', 'p', 'f') and not c.relispartition
        and a.attnum > 0 and not a.attisdropped
        and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
        and has_table_privilege(c.oid, 'select')
      order by not pg_table_is_visible(c.oid), n.nspname, c.oid, a.attnum
      """,
    keys: """
      select n.nspname, c.relname, a.attname
      from pg_constraint k
        join pg_class c on c.oid = k.conrelid
        join pg_namespace n on n.oid = c.relnamespace
        cross join lateral unnest(k.conkey) with ordinality as p(number, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = p.number
      where k.contype = 'p'
      order by c.oid, p.place
      """,
    links: """
      select n.nspname, c.relname, a.attname, fn.nspname, f.relname, fa.attname
      from pg_constraint k
        join pg_class c on c.oid = k.conrelid
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
        join pg_class f on f.oid = k.confrelid
        join pg_namespace fn on fn.oid = f.relnamespace
        join pg_attribute fa on fa.attrelid = f.oid and fa.attnum = k.confkey[1]
      where k.contype = 'f' and cardinality(k.conkey) = 1
      order by k.oid
      """,
    labels: """
      select n.nspname, c.relname, a.attname, e.enumlabel
      from pg_enum e
        join pg_attribute a on a.atttypid = e.enumtypid and not a.attisdropped
        join pg_class c on c.oid = a.attrelid
        join pg_namespace n on n.oid = c.relnamespace
      order by c.oid, a.attnum, e.enumsortorder
      """,
    checks: """
      select n.nspname, c.relname, pg_get_constraintdef(k.oid)
      from pg_constraint k
        join pg_class c on c.oid = k.conrelid
        join pg_namespace n on n.oid = c.relnamespace
      where k.contype = 'c'
      """
  )
}
