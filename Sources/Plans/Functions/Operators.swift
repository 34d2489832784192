import Language
import Tables

/// The operators of the language: from operands that the binder has given matching types to a formula.
public enum Operators {
  /// `left and right`: missing counts as false; the result is never missing.
  public static func and(_ left: Formula, _ right: Formula) -> Formula {
    var operation = Operation("and", .boolean) { operands, evaluation in
      let sides = truths(operands, evaluation)
      return Column(.boolean(Truth.and(sides[0], sides[1])))
    }
    operation.telling = .all
    return .call(operation, [left, right])
  }

  /// `left or right`: missing counts as false; the result is never missing.
  public static func or(_ left: Formula, _ right: Formula) -> Formula {
    .call(
      Operation("or", .boolean) { operands, evaluation in
        let sides = truths(operands, evaluation)
        return Column(.boolean(Truth.or(sides[0], sides[1])))
      },
      [left, right]
    )
  }

  /// `not formula`: missing counts as false, so that its negation is true.
  public static func not(_ formula: Formula) -> Formula {
    .call(
      Operation("not", .boolean) { operands, evaluation in
        Column(.boolean(Truth.not(truths(operands, evaluation)[0])))
      },
      [formula]
    )
  }

  /// `formula is missing`, or `is not missing`.
  public static func isMissing(_ formula: Formula, negated: Bool = false) -> Formula {
    let name = negated ? "is not missing" : "is missing"
    return .call(
      Operation(name, .boolean) { operands, evaluation in
        let rows = evaluation.rowCount
        switch operands[0] {
        case .constant(let value, _):
          return Column(.boolean(Buffer(repeating: (value == .missing) != negated, count: rows)))
        case .column(let column):
          guard let known = column.known else {
            return Column(.boolean(Buffer(repeating: negated, count: rows)))
          }
          return Column(.boolean(negated ? known : Truth.not(known)))
        }
      },
      [formula]
    )
  }

  /// The truth values of operands, false where they are missing.
  static func truths(_ operands: [Operand], _ evaluation: Evaluation) -> [Buffer<Bool>] {
    operands.map { operand in
      switch operand {
      case .column(let column): Truth.and(column.booleans, column.known)
      case .constant(let value, _):
        Buffer(repeating: value == .boolean(true), count: evaluation.rowCount)
      }
    }
  }
}

/// A length of time: days, or calendar months that clamp to the month's end.
public struct SpanLength: Hashable, Sendable {
  /// How many; below zero for backwards.
  public var count: Int
  /// Of what.
  public var unit: DataType.SpanUnit

  /// A length of `count` units.
  public init(_ count: Int, _ unit: DataType.SpanUnit) { (self.count, self.unit) = (count, unit) }

  /// A span as it is written: a week is seven days, a quarter three months, a year twelve.
  ///
  /// A count beyond any calendar stays one, whatever its unit.
  public init(_ span: TimeSpan) {
    let count = max(-SpanLength.most, min(SpanLength.most, span.count))
    self.init(count * span.unit.size, span.unit.counted)
  }

  /// More units than any calendar has.
  private static let most = 1 << 40

  /// The length that a formula is, if it is a literal span.
  public init?(_ formula: Formula) {
    guard case .literal(.integer(let count), .span(let unit)) = formula else { return nil }
    self.init(Int(count), unit)
  }

  /// The formula of the length: what arithmetic with dates takes.
  public var literal: Formula { .literal(.integer(Int64(count)), .span(unit)) }
}
