extension RemoteEngine {
  static let duckDB = RemoteEngine(
    name: "duckdb",
    title: "DuckDB",
    summary: "a file of DuckDB, read by its program duckdb",
    usage: "duckdb:FILE",
    examples: ["scomm --engine duckdb:record.duckdb"],
    dialect: "duckdb",
    schema: duckSchema,
    connect: { address, _, cancellation throws(EngineFailure) in
      try DuckDBConnection(address.place, until: cancellation)
    }
  )

  private static let duckSchema = SchemaQueries(
    columns: """
      select schema_name, table_name,
        case when schema_name = current_schema() then '' else schema_name || '_' end || table_name,
        column_name, data_type
      from duckdb_columns()
      where not internal and database_name = current_database()
      order by schema_name <> current_schema(), schema_name, table_oid, column_index
      """,
    keys: """
      select schema_name, table_name, unnest(constraint_column_names)
      from duckdb_constraints()
      where constraint_type = 'PRIMARY KEY' and database_name = current_database()
      """,
    links: """
      select schema_name, table_name, constraint_column_names[1],
        schema_name, referenced_table, referenced_column_names[1]
      from duckdb_constraints()
      where constraint_type = 'FOREIGN KEY' and len(constraint_column_names) = 1
        and database_name = current_database()
      """,
    checks: """
      select schema_name, table_name, constraint_text
      from duckdb_constraints()
      where constraint_type = 'CHECK' and database_name = current_database()
      """
  )
}
