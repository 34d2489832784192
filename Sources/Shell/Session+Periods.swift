import Catalog
import Columns
import Planner

extension Session {
  /// Marks the periods among a result's keys that their tables cover only in part, and the values
  /// that compare such a period with another; the ledger tells of both.
  ///
  /// The periods of rows `behind` the result, too, that no column of it names.
  func markPartialPeriods(of answer: inout Answer, _ behind: BehindRows) {
    let table = answer.table
    let days = behind.days.merging(behind.comparedDays) { $1 }
    for (field, column) in zip(table.schema.fields, table.columns) where !field.coveredBy.isEmpty {
      if let spread = field.spread {
        let found = partial([spread.ordinal], spread.unit, by: field.coveredBy, days)
        answer.partialPeriods += found.map { spread.unit.text(of: $0) }
      } else if field.role == .key || isDate(field), case .period(let unit) = field.type {
        let known = Set((0..<column.count).filter(column.isKnown).map { column.ordinals[$0] })
        let found = partial(known, unit, by: field.coveredBy, days)
        answer.partialPeriods += found.sorted().map { unit.text(of: $0) }
        markCompared(&answer, along: column, unit) { partial($0, unit, by: field.coveredBy, days) }
      }
    }
    for (place, lost) in answer.bound.lostPeriods.enumerated() {
      let rows = behind.spreadDays[place] ?? behind.days
      let all = rows.merging(behind.comparedDays) { $1 }
      func periods(_ days: [Field.Origin: [Int32: Bool]]) -> Set<Int32> {
        Set(lost.coveredBy.flatMap { days[$0, default: [:]].keys.map(lost.unit.ordinal) })
      }
      let own = periods(rows)
      let compared = own.flatMap { period in lost.distances.map { period + Int32($0) } }
      let known = periods(all).intersection(compared)
      let found = partial(own.union(known), lost.unit, by: lost.coveredBy, all)
      let names = found.sorted().map { lost.unit.text(of: $0) }
      answer.partialPeriods += names.filter { !answer.partialPeriods.contains($0) }
    }
    answer.ledger.append(answer.partialPeriods.map { .partialPeriod($0) })
    let marked = table.schema.fields.map(\.name).filter { answer.markedRows[$0] != nil }
    if marked.isEmpty { return }
    let rows = Set(answer.markedRows.values.joined()).count
    answer.ledger.append([.comparesPartial(columns: marked, rows: rows)])
  }

  /// Whether a column is the one that dates the rows of its table.
  private func isDate(_ field: Field) -> Bool {
    guard let origin = field.origin else { return false }
    let schema = try? environment.catalog.table(origin.table)?.schema()
    return schema?.notes.date == origin.column
  }

  /// Marks the known values of columns that compare a partial period with another.
  private func markCompared(
    _ answer: inout Answer,
    along periods: Column,
    _ unit: PeriodUnit,
    partial: (Set<Int32>) -> Set<Int32>
  ) {
    for (field, column) in zip(answer.table.schema.fields, answer.table.columns) {
      guard let compared = field.compared, compared.unit == unit else { continue }
      let distances = compared.distances.map(Int32.init)
      let rows = (0..<column.count).filter { column.isKnown($0) && periods.isKnown($0) }
      let found = partial(Set(rows.flatMap { row in distances.map { periods.ordinals[row] + $0 } }))
      let marked = rows.filter { row in
        distances.contains { found.contains(periods.ordinals[row] + $0) }
      }
      if !marked.isEmpty { answer.markedRows[field.name] = Set(marked) }
    }
  }

  /// Those of the periods that one of the tables covers only in part whose dates cover them.
  private func partial(
    _ ordinals: Set<Int32>,
    _ unit: PeriodUnit,
    by coveredBy: [Field.Origin],
    _ days: [Field.Origin: [Int32: Bool]]
  ) -> Set<Int32> {
    let partial = coveredBy.reduce(into: Set<Int32>()) { partial, date in
      let coverage = try? environment.catalog.table(date.table)?.schema().notes.coverage
      let isSole = coveredBy.count == 1
      partial.formUnion(
        partialOrdinals(of: unit, ordinals, coverage, days[date] ?? [:], isSole: isSole)
      )
    }
    return partial.intersection(ordinals)
  }

  /// Those of the periods that a table has rows in and covers only in part; where it is the sole
  /// one, those in which it has none, too.
  private func partialOrdinals(
    of unit: PeriodUnit,
    _ ordinals: Set<Int32>,
    _ coverage: ClosedRange<Int32>?,
    _ days: [Int32: Bool],
    isSole: Bool
  ) -> Set<Int32> {
    var partial: [Int32: Bool] = [:]
    for (day, isPartial) in days {
      let ordinal = unit.ordinal(of: day)
      partial[ordinal] = isPartial || partial[ordinal] ?? false
    }
    let outside = ordinals.filter { ordinal in
      guard let coverage, isSole || partial[ordinal] != nil else { return false }
      return unit.firstDay(of: ordinal) < coverage.lowerBound
        || unit.lastDay(of: ordinal) > coverage.upperBound
    }
    return outside.union(partial.filter(\.value).map(\.key))
  }
}
