import Catalog
import Planner

extension Session {
  /// The periods among a result's keys that their tables cover only in part, as they are printed;
  /// `days` has the days of the rows behind the result, and whether each is declared partial.
  func partialPeriods(in table: Table, _ days: [String: [Int32: Bool]]) -> [String] {
    var found: [String] = []
    for (field, column) in zip(table.schema.fields, table.columns) where !field.coveredBy.isEmpty {
      var (unit, ordinals) = (field.spread?.unit, [field.spread?.ordinal].compactMap { $0 })
      if case .period(let own) = field.type, field.role == .key {
        let known = (0..<column.count).filter(column.isKnown).map { column.ordinals[$0] }
        (unit, ordinals) = (own, Set(known).sorted())
      }
      guard let unit else { continue }
      let isSole = field.coveredBy.count == 1
      let partial = field.coveredBy.reduce(into: Set<Int32>()) { partial, name in
        let notes = try? environment.catalog.table(name)?.schema().notes
        partial.formUnion(
          partialOrdinals(of: unit, ordinals, notes?.coverage, days[name] ?? [:], isSole: isSole)
        )
      }
      found += ordinals.filter(partial.contains).map { unit.text(of: $0) }
    }
    return found
  }

  /// Those of the periods that a table has rows in and covers only in part; where it is the sole
  /// one, those in which it has none, too.
  private func partialOrdinals(
    of unit: PeriodUnit,
    _ ordinals: [Int32],
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
    return Set(outside + partial.filter(\.value).map(\.key))
  }
}
