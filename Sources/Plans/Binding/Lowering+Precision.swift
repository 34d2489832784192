import Language
import Tables

// What is said of dates that are known only to a month or year.

extension Lowering {
  /// Notes that the declared date is compared with `type`, which may be finer than it is known.
  func watchPrecision(of formula: Formula, comparedWith type: DataType) {
    guard watch != nil, case .column(let id, _) = formula, id == dateColumn,
      precisionColumn.flatMap({ planColumn($0) }) != nil
    else { return }
    switch type {
    case .date, .period(.week): watch?.precisions.formUnion(["month", "year"])
    case .period(.year): break
    default: watch?.precisions.insert("year")
    }
  }

  /// The conditions that tell the rows that such comparisons place on the first day.
  func placements(_ precisions: Set<String>) -> [(precision: String, formula: Formula)] {
    guard let column = precisionColumn.flatMap({ planColumn($0) }),
      case .category(let category) = column.field.type
    else { return [] }
    return precisions.sorted().filter { category.labels.code(of: $0) != nil }.map { precision in
      let value = Formula.literal(.text(precision), column.field.type)
      let known = Formula.column(column.id, column.field.type)
      return (precision, Operators.comparison(.equal, known, value))
    }
  }
}
