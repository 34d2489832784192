import IO

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
    keys: SQLiteFile.keyQuery,
    links: SQLiteFile.linkQuery,
    checks: "select '', name, sql from sqlite_master where type = 'table' and sql is not null"
  )
}
