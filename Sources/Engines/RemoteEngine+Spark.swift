import Plans

extension RemoteEngine {
  static let spark = RemoteEngine(
    name: "spark",
    title: "Spark",
    summary: "tables of Spark, by its program spark-sql, which takes some seconds to start;"
      + " settings come from Spark's own files",
    usage: "spark[:MASTER]",
    examples: ["scomm --engine spark", "scomm --engine spark:spark://host:7077"],
    dialect: "spark",
    needsPlace: false,
    answersAtOnce: false,
    connect: { address, _ throws(EngineFailure) in try SparkConnection(master: address.place) },
    describe: { connection, cancellation throws(EngineFailure) in
      guard let spark = connection as? SparkConnection else { return [] }
      return try sparkTables(spark, until: cancellation)
    }
  )

  /// The tables of Spark's current database; it knows no keys.
  private static func sparkTables(
    _ spark: SparkConnection,
    until cancellation: Cancellation
  ) throws(EngineFailure) -> [DescribedTable] {
    var tables: [DescribedTable] = []
    for name in try spark.lines(of: "show tables", until: cancellation).compactMap(\.first) {
      var table = DescribedTable(path: [name], name: name)
      for line in try spark.lines(of: "describe table `\(name)`", until: cancellation) {
        guard line.count >= 2, !line[0].isEmpty, !line[0].hasPrefix("#") else { break }
        table.columns.append(DescribedColumn(name: line[0], type: line[1]))
      }
      tables.append(table)
    }
    return tables
  }
}
