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
    connect: { address, memory, _ throws(EngineFailure) in
      try SQLiteConnection(address.place, memory: memory)
    }
  )

  private static let sqliteSchema = SchemaQueries(
    names: """
      select name from sqlite_master
      where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\'
      order by rowid
      """,
    columns: """
      select '', $1, $1, name, type from pragma_table_xinfo($1) where hidden = 0 order by cid
      """,
    keys: SQLiteFile.keyQuery,
    links: SQLiteFile.linkQuery,
    checks: "select '', name, sql from sqlite_master where type = 'table' and sql is not null"
  )
}
