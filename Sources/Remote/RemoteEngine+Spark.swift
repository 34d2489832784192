import Functions

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
    connect: { address, _ throws(EngineFailure) in try SparkConnection(master: address.place) }
  )
}

extension SparkConnection {
  /// The tables of Spark's current database; it knows no keys.
  func tables(until cancellation: Cancellation) throws(EngineFailure) -> [DescribedTable] {
    let names = try lines(of: "show tables", until: cancellation).compactMap(\.first)
    if names.isEmpty { return [] }
    // What stands before the columns of each table.
    let tableMark = "# table"
    // One question for all: each look into a file costs Spark time.
    let question = names.map { "select '\(tableMark)';\ndescribe table `\($0)`" }
    var tables: [DescribedTable] = []
    var isDone = false
    for line in try lines(of: question.joined(separator: ";\n"), until: cancellation) {
      if line == [tableMark] {
        let name = names[min(tables.count, names.count - 1)]
        tables.append(DescribedTable(path: [name], name: name))
        isDone = false
      } else if let last = tables.indices.last, !isDone {
        // Below the columns stand partitions and other notes.
        isDone = line.count < 2 || line[0].isEmpty || line[0].hasPrefix("#")
        if !isDone { tables[last].columns.append(DescribedColumn(name: line[0], type: line[1])) }
      }
    }
    return tables
  }
}
