import Catalog
import Columns
import Functions
import Syntax

/// What a query gave: rows and a ledger, or the reason why there are none.
public enum Answer: Sendable {
  case rows(Table, Ledger)
  case failure(RunFailure)
}

extension Answer {
  /// Whether two answers are the same to the last bit; if not, in what they differ.
  func difference(from other: Answer) -> String? {
    switch (self, other) {
    case (.failure(let one), .failure(let two)):
      return one.text == two.text && one.stage == two.stage && one.kind == two.kind
        ? nil : "failures: \(one.text) (\(one.stage ?? -1)) and \(two.text) (\(two.stage ?? -1))"
    case (.failure(let one), .rows): return "the first fails: \(one.text)"
    case (.rows, .failure(let two)): return "the second fails: \(two.text)"
    case (.rows(let one, let steps), .rows(let two, let others)):
      return one.difference(from: two) ?? steps.difference(from: others)
    }
  }
}

extension Table {
  /// In what two tables differ: names, types, rows, or a cell.
  func difference(from other: Table) -> String? {
    let names = schema.fields.map(\.name)
    if names != other.schema.fields.map(\.name) { return "columns \(names) and others" }
    if schema.fields.map(\.type) != other.schema.fields.map(\.type) { return "types" }
    if rowCount != other.rowCount { return "\(rowCount) and \(other.rowCount) rows" }
    for row in 0..<rowCount {
      for place in columns.indices {
        let (one, two) = (columns[place][row], other.columns[place][row])
        if !one.isIdentical(to: two) {
          return "row \(row + 1), \(names[place]): \(one) and \(two)"
        }
      }
    }
    return nil
  }

  /// What is wrong with the table itself: a storage that its type does not have, an empty text, a
  /// number that is none.
  package var flaw: String? {
    for (field, column) in zip(schema.fields, columns) {
      if !column.suits(field.type) { return "\(field.name) is not stored as \(field.type.word)" }
      for row in 0..<rowCount {
        switch column[row] {
        case .text(let text) where text.isEmpty: return "\(field.name) has an empty text"
        case .real(let number) where !number.isFinite: return "\(field.name) has \(number)"
        default: break
        }
      }
    }
    return nil
  }
}

extension Column {
  fileprivate func suits(_ type: DataType) -> Bool {
    switch (storage, type) {
    case (.boolean, .boolean), (.integer, .integer), (.real, .real), (.real, .percent),
      (.ordinal, .date), (.ordinal, .period), (.code, .text):
      return true
    case (.code(let codes, let labels), .category(let category)):
      return labels.strings.map { Array($0.utf8) } == category.labels.strings.map { Array($0.utf8) }
        && (0..<count).allSatisfy { !isKnown($0) || codes[$0] < labels.count }
    default: return false
    }
  }
}

extension Value {
  /// Whether two values are the same: texts by bytes, numbers by bits.
  func isIdentical(to other: Value) -> Bool {
    switch (self, other) {
    case (.text(let one), .text(let two)): one.utf8.elementsEqual(two.utf8)
    case (.real(let one), .real(let two)): one.bitPattern == two.bitPattern
    default: self == other
    }
  }
}

extension Ledger {
  /// In what two ledgers differ.
  func difference(from other: Ledger) -> String? {
    if steps.count != other.steps.count { return "\(steps.count) and \(other.steps.count) steps" }
    for (one, two) in zip(steps, other.steps) where "\(one)" != "\(two)" {
      return "ledger: \(one)\nand \(two)"
    }
    return nil
  }

  /// What does not add up: a step whose flows do not explain its rows, or one that does not take
  /// what the one before gave.
  func flaw(rowCount: Int) -> String? {
    for step in steps {
      if !step.addsUp { return "a step does not add up: \(step)" }
      let undecided = step.notices.compactMap { notice -> Undecided? in
        if case .undecided(let found) = notice { found } else { nil }
      }
      for found in Dictionary(grouping: undecided, by: \.isOfGroups).values
      where found.reduce(0, { $0 + $1.rows }) > found[0].all {
        return "a step tells rows twice: \(step)"
      }
    }
    let main = steps.filter { !$0.isNested }
    for (step, next) in zip(main, main.dropFirst()) where step.rowsOut != next.rowsIn {
      return "\(step.stage) gave \(step.rowsOut) rows, \(next.stage) took \(next.rowsIn)"
    }
    if let last = main.last, last.rowsOut != rowCount {
      return "\(last.stage) gave \(last.rowsOut) rows, the result has \(rowCount)"
    }
    return nil
  }
}
