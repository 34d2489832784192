import Functions
import SQL

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
    connect: { address, _, _ throws(EngineFailure) in try SparkConnection(master: address.place) }
  )
}

extension SparkConnection {
  /// The tables of Spark's current database; it knows no keys.
  func tables(until cancellation: Cancellation) throws(EngineFailure) -> [DescribedTable] {
    let names = try lines(of: "show tables", until: cancellation).compactMap(\.first)
    // What stands before the columns of each table; no name is the same.
    let tableMark = "# table \(UInt64.random(in: .min ... .max))"
    var tables: [DescribedTable] = []
    for name in names {
      let obstacle = Dialect.spark.obstacle(inName: name)
      tables.append(DescribedTable(path: [name], name: name, problem: obstacle?.text))
    }
    let readable = tables.indices.filter { tables[$0].problem == nil }
    if readable.isEmpty { return tables }
    // One question for all: each look into a file costs Spark time.
    let question = readable.map {
      "select '\(tableMark)';\ndescribe table \(Dialect.spark.quoted(names[$0]))"
    }
    var place = -1
    var isDone = false
    for line in try lines(of: question.joined(separator: ";\n"), until: cancellation) {
      if line == [tableMark] {
        place += 1
        isDone = false
      } else if readable.indices.contains(place), !isDone {
        // Below the columns stand partitions and other notes.
        isDone = line.count < 2 || line[0].isEmpty || line[0].hasPrefix("#")
        if !isDone {
          let column = DescribedColumn(name: line[0], type: line[1])
          tables[readable[place]].columns.append(column)
        }
      }
    }
    return tables
  }
}
