import Catalog
import Functions
import Planner
import Syntax

extension Session {
  /// The periods among a result's keys that their table covers only in part, as they are printed.
  func partialPeriods(in table: Table) -> [String] {
    var found: [String] = []
    for (field, column) in zip(table.schema.fields, table.columns) {
      guard let name = field.coveredBy, let source = environment.catalog.table(name),
        let notes = try? source.schema().notes
      else { continue }
      if let spread = field.spread {
        found += partial([spread.ordinal], spread.unit, name, notes)
      } else if field.role == .key, case .period(let unit) = field.type {
        let known = (0..<column.count).filter(column.isKnown).map { column.ordinals[$0] }
        found += partial(Set(known).sorted(), unit, name, notes)
      }
    }
    return found
  }

  /// Those of the periods that a table covers only in part, as they are printed.
  private func partial(
    _ ordinals: [Int32],
    _ unit: PeriodUnit,
    _ name: String,
    _ notes: TableNotes
  ) -> [String] {
    let declared = partialOrdinals(of: name, notes, in: unit)
    return ordinals.filter { ordinal in
      let isWhole =
        notes.coverage.map { coverage in
          unit.firstDay(of: ordinal) >= coverage.lowerBound
            && unit.lastDay(of: ordinal) <= coverage.upperBound
        } ?? true
      return !isWhole || declared.contains(ordinal)
    }.map { unit.text(of: $0) }
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
