import Catalog
import Columns
import Diagnostics
import Functions
import IO
import Planner

extension Session {
  /// Writes a result where its query asks: on the data stream, or into a file.
  func show(_ answer: Answer, _ display: BoundQuery.Display) -> Exit {
    keeping(answer, display) { write(answer, display) }
  }

  private func write(_ answer: Answer, _ display: BoundQuery.Display) -> Exit {
    var ledger = answer.ledger
    if !answer.bound.totaled.isEmpty, let format = formatWithoutTotals(display) {
      ledger.append([.totalsNotWritten(format: format)])
    }
    if let scene = answer.scene {
      let exit = show(scene, of: answer, display, ledger)
      return exit == .fine ? write(ledger) : exit
    }
    if case .save(let path, let withSources) = display {
      let exit = save(answer, to: path, withSources: withSources)
      return exit == .fine ? write(ledger) : exit
    }
    return writing {
      let below = lines(of: ledger)
      var name = options.format
      if case .format(let asked) = display { name = asked }
      let exit = write(answer, as: name, above: below.count, until: cancellation)
      if exit == .fine { write(below) }
      return exit
    }
  }

  /// Writes what stands under a result.
  private func write(_ ledger: Ledger) -> Exit {
    writing {
      write(lines(of: ledger))
      return .fine
    }
  }

  /// The format in which a result is written, if it does not hold the totals of a pivot.
  private func formatWithoutTotals(_ display: BoundQuery.Display) -> String? {
    if options.exportsTotals { return nil }
    return switch display {
    case .table: Format.all[options.format]?.isScreen == true ? nil : options.format
    case .format(let name): Format.all[name]?.isScreen == true ? nil : name
    case .save(let path, _): Format.format(forFile: path)?.name
    }
  }

  /// Writes a result; totals belong to screens, and to data where they are asked for.
  ///
  /// On the screen of a prompt it leaves room for so many lines below.
  @discardableResult
  func write(
    _ answer: Answer,
    as name: String,
    above lines: Int = 0,
    until cancellation: Cancellation? = nil
  ) -> Exit {
    let format = Format.all[name]
    let hasTotals = format?.isScreen == true || options.exportsTotals
    let layout = options.layout
    options.layout.markedPeriods = Set(answer.partialPeriods)
    options.layout.markedRows = answer.markedRows
    options.layout.askedColumns = answer.table.askedColumns(answer.bound.words)
    defer { options.layout = layout }
    var table = answer.table.withTotals(of: hasTotals ? answer.bound.totaled : [])
    if format?.drawsPictures == true {
      table = pictured(table, of: answer)
      if answer.bound.described != nil {
        options.layout.askedColumns?.subtract(["type", "missing"])
        options.layout.askedColumns?.insert("values")
      }
    }
    return write(table, as: name, above: lines, until: cancellation)
  }

  /// The rows that `describe` gave with a last column that shows how the values are spread; the
  /// table itself where nothing was described.
  ///
  /// Only pictures of a screen have it: files, pipes and later stages do not, and neither does
  /// `plain`, which screen readers read aloud.
  private func pictured(_ table: Table, of answer: Answer) -> Table {
    guard let plan = answer.bound.described, table.schema.index(of: "values") == nil,
      let (rows, _) = try? backend.run(answer.bound.giving(plan), until: cancellation),
      rows.columns.count == table.rowCount
    else { return table }
    let cells = zip(rows.columns, rows.schema.fields).map { column, field -> Value in
      picture(of: column, field.type, ascii: options.layout.ascii).map { .text($0) } ?? .missing
    }
    return Table(
      schema: Schema(table.schema.fields + [Field("values", .text)], key: table.schema.key),
      columns: table.columns + [Column(cells, as: .text)],
      rowCount: table.rowCount
    )
  }

  /// Writes a table on the data stream, apart from the one before by an empty line, unless
  /// `cancellation`, or else Ctrl-C, stops that.
  @discardableResult
  func write(
    _ table: Table,
    as name: String,
    above lines: Int = 0,
    until cancellation: Cancellation? = nil
  ) -> Exit {
    guard let format = Format.all[name] else {
      console.error("\(name) is for charts, and this result is a table: write | chart behind it.\n")
      return .usage
    }
    console.beginResult()
    var layout = options.layout
    // The last line is the prompt's.
    layout.maximumLines = options.isInteractive ? layout.height.map { max(9, $0 - 1 - lines) } : nil
    return guarded(until: cancellation ?? beginCancellation()) {
      try format.write(table, layout) { piece in
        if format.isScreen { console.drawing(piece) } else { console.data(piece) }
      }
    }
  }

  /// Runs what writes a result, within the memory of a query and until `cancellation` stops it;
  /// failures are reported.
  func guarded(until cancellation: Cancellation, _ body: () throws -> Void) -> Exit {
    do {
      try MemoryBudget.with(memory) { try Cancellation.with(cancellation, body) }
      return .fine
    } catch let failure as RunFailure where failure.kind == .cancelled {
      console.flush()
      if Interrupts.takeStopped() { console.error("Stopped.\n", code: "stopped") }
      return .interrupted
    } catch {
      let shortage = (error as? OutOfMemory).map { RunFailure($0, of: "showing the result") }
      let text = (shortage ?? error as? RunFailure)?.text ?? "\(error)"
      return console.report(fileProblem: text, isInteractive: options.isInteractive)
    }
  }

  /// Writes the lines that stand under a result.
  func write(_ lines: [String]) {
    console.flush()
    for line in lines {
      if options.ledgerAsJSON { console.json(line) } else { console.note(line) }
    }
  }

  /// The ledger in lines: what happened to the rows, and what people must know of the tables; what
  /// is told once a session is told now.
  func lines(of ledger: Ledger) -> [String] {
    if options.isQuiet { return [] }
    var ledger = ledger
    if options.isInteractive { ledger.sourceHint = " (.cite)" }
    if options.ledgerAsJSON { return [json(of: ledger)] }
    let emptied = emptiedWords(ledger).map { words in
      let way = options.isInteractive ? "; .back brings back the result before" : ""
      return wrapped(words + way, to: options.layout.width)
    }
    if options.saysCaveatsOnce {
      ledger.toldCaveats = ledger.placesOfToldCaveats.filter {
        shownCaveats.insert(ledger.caveats[$0]).inserted
      }
      if ledger.toldCaveats.isEmpty { (ledger.caveats, ledger.caveatTables) = ([], []) }
      for place in ledger.steps.indices where !ledger.steps[place].isNested {
        ledger.steps[place].notices.removeAll { notice in
          guard case .grain(let table, _) = notice else { return false }
          return !shownGrains.insert(table).inserted
        }
      }
    }
    return (emptied ?? []) + summary(of: ledger, width: options.layout.width)
  }
}

extension Table {
  /// The columns that a screen shows before others: those among the query's words, and those that it
  /// made.
  func askedColumns(_ words: Set<String>) -> Set<String> {
    Set(schema.fields.filter { $0.origin == nil || words.contains($0.name) }.map(\.name))
  }
}
