import Catalog
import Columns
import Functions
import Planner
import Syntax

extension Session {
  /// Marks the periods among a result's keys that their table covers only in part, and what is
  /// compared with such periods; the ledger tells of both.
  func markPartialPeriods(of answer: inout Answer) {
    let table = answer.table
    for (field, column) in zip(table.schema.fields, table.columns) {
      guard let name = field.coveredBy, let source = environment.catalog.table(name),
        let notes = try? source.schema().notes
      else { continue }
      if let spread = field.spread {
        let found = partial([spread.ordinal], spread.unit, name, notes)
        answer.partialPeriods += found.map { spread.unit.text(of: $0) }
      } else if field.role == .key, case .period(let unit) = field.type {
        let known = (0..<column.count).filter(column.isKnown).map { column.ordinals[$0] }
        let found = partial(Set(known), unit, name, notes)
        answer.partialPeriods += found.sorted().map { unit.text(of: $0) }
        markCompared(&answer, along: column, unit, name, notes)
      }
    }
    answer.ledger.tell(answer.partialPeriods.map { .partialPeriod($0) })
    let marked = table.schema.fields.map(\.name).filter { answer.markedRows[$0] != nil }
    if marked.isEmpty { return }
    let rows = Set(answer.markedRows.values.joined()).count
    answer.ledger.tell([.comparesPartial(columns: marked, rows: rows)])
  }

  /// Marks the known values of columns that compare a partial period with another.
  private func markCompared(
    _ answer: inout Answer,
    along periods: Column,
    _ unit: PeriodUnit,
    _ name: String,
    _ notes: TableNotes
  ) {
    for (field, column) in zip(answer.table.schema.fields, answer.table.columns) {
      guard let compared = field.compared, compared.unit == unit else { continue }
      let distances = compared.distances.map(Int32.init)
      let rows = (0..<column.count).filter { column.isKnown($0) && periods.isKnown($0) }
      let moments = Set(rows.flatMap { row in distances.map { periods.ordinals[row] + $0 } })
      let found = partial(moments, unit, name, notes)
      let marked = rows.filter { row in
        distances.contains { found.contains(periods.ordinals[row] + $0) }
      }
      if !marked.isEmpty { answer.markedRows[field.name] = Set(marked) }
    }
  }

  /// Those of the periods that a table covers only in part.
  private func partial(
    _ ordinals: Set<Int32>,
    _ unit: PeriodUnit,
    _ name: String,
    _ notes: TableNotes
  ) -> Set<Int32> {
    let declared = partialOrdinals(of: name, notes, in: unit)
    return ordinals.filter { ordinal in
      let isWhole =
        notes.coverage.map { coverage in
          unit.firstDay(of: ordinal) >= coverage.lowerBound
            && unit.lastDay(of: ordinal) <= coverage.upperBound
        } ?? true
      return !isWhole || declared.contains(ordinal)
    }
  }

  /// The periods of `unit` that hold a row for which the table's own condition of partial periods
  /// is true.
  private func partialOrdinals(
    of name: String,
    _ notes: TableNotes,
    in unit: PeriodUnit
  ) -> Set<Int32> {
    guard let condition = notes.partial, let date = notes.date else { return [] }
    let source = "\(name) | where \(condition) | distinct \(date)"
    let question = source + " | " + unit.word
    if let known = askedPartialPeriods[question] { return known }
    let program = parse(source, verbs: Verb.shapes)
    guard program.diagnostics.isEmpty,
      case .pipeline(let pipeline)? = program.statements.first?.kind,
      let query = bind(pipeline, in: Environment(catalog: environment.catalog), source: source)
        .query,
      let table = try? backend.run(query, until: Cancellation()).0
    else { return [] }
    let column = table.columns[0]
    let type = table.schema.fields[0].type
    let found = Set(
      (0..<column.count).filter(column.isKnown).map { row in
        let ordinal = column.ordinals[row]
        if case .period(let finer) = type { return unit.ordinal(of: finer.firstDay(of: ordinal)) }
        return unit.ordinal(of: ordinal)
      }
    )
    if environment.catalog.table(name)?.isElsewhere == true {
      askedPartialPeriods[question] = found
    }
    return found
  }
}
