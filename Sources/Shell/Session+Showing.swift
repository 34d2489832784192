import Formats
import Language
import Plans
import Tables

extension Session {
  /// Writes a result where its query asks: on the data stream, or into a file.
  func show(_ answer: Answer, _ display: BoundQuery.Display) -> Exit {
    switch display {
    case .table: write(answer, as: options.format)
    case .format(let name): write(answer, as: name)
    case .save(let path):
      let table = options.exportsTotals ? answer.table.withTotals(of: answer.totaled) : answer.table
      if let problem = save(table, to: path) {
        console.error(problem + "\n")
        return .file
      }
      if !options.isQuiet {
        let rows = table.rowCount == 1 ? "1 row" : "\(table.rowCount) rows"
        console.note("\(rows) written to \(path)")
      }
    }
    tell(answer.ledger)
    return .fine
  }

  /// Writes a result; totals belong to screens, and to data where they are asked for.
  func write(_ answer: Answer, as name: String) {
    let isScreen = ["box", "plain", "vertical"].contains(name)
    let hasTotals = !answer.totaled.isEmpty && (isScreen || options.exportsTotals)
    options.layout.markedPeriods = Set(answer.partialPeriods)
    defer { options.layout.markedPeriods = [] }
    write(hasTotals ? answer.table.withTotals(of: answer.totaled) : answer.table, as: name)
  }

  /// Writes a table on the data stream, apart from the one before by an empty line.
  func write(_ table: Table, as name: String) {
    guard let format = Format.all[name] else { return }
    console.beginResult()
    format.write(table, options.layout) { self.console.data($0) }
  }

  /// Tells what happened to the rows, and what people must know of the tables.
  func tell(_ ledger: Ledger) {
    if options.isQuiet { return }
    var ledger = ledger
    ledger.sources = sources(of: ledger.tables)
    console.flush()
    if options.ledgerAsJSON {
      console.note(json(of: ledger))
      return
    }
    if options.saysCaveatsOnce { ledger.caveats = unsaid(ledger.caveats) }
    for line in summary(of: ledger, width: options.layout.width) { console.note(line) }
  }

  /// Writes a table to a file, whole or not at all, in the format of its ending; says what went wrong.
  func save(_ table: Table, to path: String) -> String? {
    guard let format = Format.format(forFile: path) else {
      let endings = Format.all.entries.flatMap(\.extensions).map { "." + $0 }
      return "\(path): no format has this ending; the endings are "
        + endings.joined(separator: " ") + "."
    }
    var text = ""
    var layout = options.layout
    layout.width = nil
    layout.color = false
    layout.isTerminal = false
    layout.maximumRows = nil
    format.write(table, layout) { text += $0 }
    return writeFile(text, to: path)
  }
}
