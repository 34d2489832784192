/// Spark's command-line program, which reads its statements from a file and goes on after an error.
public struct SparkRunner: Runner {
  /// The dialect.
  public let dialect = "spark"
  /// Errands for one mismatch.
  public let patience = 200
  /// Errands at once.
  public let batch = 20
  private let command: String
  private let folder: String

  /// A runner by the program at a path, with a folder for its files.
  public init(program: String, folder: String) {
    let settings =
      "--hiveconf hive.cli.errors.ignore=true --conf spark.sql.variable.substitute=false"
    command = "'\(program)' -S \(settings) -f \"$IN\""
    self.folder = folder
  }

  /// The rows of each errand, or why there are none.
  ///
  /// Why is not told apart by errand: starting again for each would take minutes.
  public func run(_ errands: [Errand]) -> [Result<[[Cell]], RunnerFailure>] {
    let script = errands.map(statements).joined()
    let (output, errors) = Script.run(script, by: command, folder: folder)
    let blocks = Script.blocks(of: output)
    let reasons = String(decoding: errors, as: UTF8.self).split(separator: "\n")
      .filter { $0.hasPrefix("[") }.map(String.init)
    return errands.indices.map { place in
      guard place < blocks.count else { return .failure(RunnerFailure("no answer")) }
      let lines = blocks[place].split(separator: 10)
      guard let last = lines.last, last.elementsEqual("whole".utf8) else {
        let reason = errands.count == 1 ? reasons.first ?? "no rows" : "it failed"
        return .failure(RunnerFailure(reason))
      }
      return .success(lines.dropLast().flatMap { JSONRows.read($0) })
    }
  }

  /// The errand in which the last statement tells whether the query went well: it reads the same
  /// rows.
  private func statements(_ errand: Errand) -> String {
    let query = "from (\n\(errand.query)\n)"
    return errand.setup.map { $0 + ";\n" }.joined()
      + "select to_json(struct(*), map('ignoreNullFields', 'false')) \(query);\n"
      + "select 'whole' from (select count(*) \(query));\n"
      + "select '\(Script.mark)';\n"
  }
}
