extension RemoteEngine {
  static let sqlite = RemoteEngine(
    name: "sqlite",
    title: "SQLite",
    summary: "a file of SQLite, read by this program itself",
    usage: "sqlite:FILE",
    examples: ["scomm --engine sqlite:record.sqlite"],
    dialect: "sqlite",
    storesLoosely: true,
    schema: sqliteSchema,
    connect: { address, _ throws(EngineFailure) in try SQLiteConnection(address.place) }
  )

  private static let sqliteSchema = SchemaQueries(
    columns: """
      select '', m.name, m.name, c.name, c.type
      from sqlite_master m, pragma_table_xinfo(m.name) c
      where m.type in ('table', 'view') and m.name not like 'sqlite\\_%' escape '\\' and c.hidden = 0
      order by m.rowid, c.cid
      """,
    keys: """
      select '', m.name, c.name from sqlite_master m, pragma_table_info(m.name) c
      where m.type = 'table' and c.pk > 0
        -- Other keys of SQLite may be missing, and then several times.
        and not exists (
          select * from pragma_table_info(m.name) k
          where k.pk > 0 and not k."notnull" and lower(k.type) <> 'integer'
        )
      order by m.rowid, c.pk
      """,
    links: """
      select '', m.name, min(f."from"), '', min(f."table"), min(f."to")
      from sqlite_master m, pragma_foreign_key_list(m.name) f
      where m.type = 'table' group by m.rowid, m.name, f.id having count(*) = 1
      """,
    checks: "select '', name, sql from sqlite_master where type = 'table' and sql is not null"
  )
}
