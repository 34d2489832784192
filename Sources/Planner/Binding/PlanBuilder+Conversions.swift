import Catalog
import Diagnostics
import Functions
import Syntax

// Values of two types that cannot be compared or mixed, and the conversion that brings them to one.

extension PlanBuilder {
  /// Reports that two values cannot be compared, with what leads to a comparison.
  func reportTypes(_ left: Side, _ right: Side, at span: SourceSpan, _ sign: InfixOperator? = nil) {
    var (hint, fix) = advice(left, right, sign) ?? advice(right, left, sign) ?? ("", nil)
    if hint.isEmpty {
      fix = literalFix(left, right, at: span, sign) ?? literalFix(right, left, at: span, sign)
      let (column, other) = left.isLiteral ? (right, left) : (left, right)
      let written = text(column.expression)
      switch column.bound.type {
      case .boolean: hint = "Write \(written), or not \(written)."
      case let type where type.isTemporal && (other.isLiteral || other.bound.type.isNumeric):
        hint = "A date is written 2011-06-17, a month 2011-06, a fiscal year FY2011."
      case let type where type.isNumeric && fix != nil: hint = "A number is written without quotes."
      case .text where other.isLiteral && sign.map(isOrder) ?? false && !holdsCodes(column):
        let value = quotedText(text(other.expression))
        hint = "Texts are compared with a text in quotes: \(value)."
        fix = .replacing(other.expression.span, with: value)
      default: break
      }
    }
    report(.differentTypes(typed(left), typed(right), hint), at: span, fix: fix)
  }

  private func isOrder(_ sign: InfixOperator) -> Bool {
    [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(plain(sign))
  }

  /// What brings a column of texts and another value to one type.
  private func advice(_ column: Side, _ other: Side, _ sign: InfixOperator?) -> (String, FixIt?)? {
    let (isText, type) = (column.bound.type.isTextual && !column.isLiteral, other.bound.type)
    guard isText, !type.isTextual, type != .boolean else { return nil }
    let isEquality = [nil, .equal, .notEqual].contains(sign)
    if isEquality || column.bound.type != .text, other.isLiteral, type.isNumeric,
      let (value, rows) = valueMeant(by: text(other.expression), in: column)
    {
      let fix = FixIt.replacing(other.expression.span, with: quotedText(value))
      return (Message.offeredValue(value, rows: rows), fix)
    }
    if let ours = conversion(of: column, to: type) {
      return ("\(ours) reads the texts.", .replacing(column.expression.span, with: ours))
    }
    let readings = readings(of: column.bound, text(column.expression), asDays: type.isTemporal)
    if type.isTemporal, readings.count > 1 {
      return ("\(readings.joined(separator: " or ")) reads the texts.", nil)
    }
    return isEquality && !other.isLiteral ? (Message.asTexts([asText(other)]), nil) : nil
  }

  /// A value as text: a number in quotes, or the call that makes a text of it.
  private func asText(_ side: Side) -> String {
    let written = text(side.expression)
    return side.isLiteral ? quotedText(written) : "text(\(written))"
  }

  /// Reports that two terms have no type in common, with what they are as texts.
  func reportUnlike(_ one: Side, _ other: Side, at span: SourceSpan) {
    let hint = Message.asTexts([one, other].filter { !$0.bound.type.isTextual }.map(asText))
    report(.differentTypes(typed(one), typed(other), hint), at: span)
  }

  /// Reports that there is no `sign` between two values; texts that write numbers are read.
  func reportArithmetic(_ sign: InfixOperator, _ left: Side, _ right: Side, at span: SourceSpan) {
    let calls = [left, right].map { conversion(of: $0) }
    let terms = zip([left, right], calls).map { $1 ?? text($0.expression) }
    let isRead = zip([left, right], calls).allSatisfy { $0.bound.type.isNumeric || $1 != nil }
    let areTexts = left.bound.type.isTextual && right.bound.type.isTextual
    let message = Message.arithmeticTypes(
      sign.rawValue,
      typed(left),
      typed(right),
      isRead ? calls.compactMap(\.self).first : nil
    )
    var ours = isRead ? terms.joined(separator: " \(sign.rawValue) ") : nil
    if ours == nil, areTexts, sign == .plus {
      ours = "concat(\(text(left.expression)), \(text(right.expression)))"
    }
    report(message, at: span, writing: ours)
  }

  /// The only value of a column that a number beside it may mean: `"06037"` for 6037, and
  /// `"Level 2"` for 2.
  private func valueMeant(by number: String, in column: Side) -> (value: String, rows: Int?)? {
    guard conversion(of: column) == nil, conversion(of: column, to: .date) == nil else {
      return nil
    }
    var known = values(of: column)?.strings ?? []
    if case .category(let category) = column.bound.type { known = category.labels.strings }
    let meant = known.filter { value in
      value.hasSuffix(number) && value.dropLast(number.count).allSatisfy { $0 == "0" }
    }
    let words = known.filter { $0.split(separator: " ").contains(Substring(number)) }
    guard let value = meant.isEmpty ? words.sole : meant.sole else { return nil }
    return (value, values(of: column)?.rows(of: value))
  }

  /// Whether texts are numbers with zeros before them, which as texts have another order than a
  /// number beside them.
  func holdsCodes(_ side: Side) -> Bool {
    (values(of: side)?.strings ?? []).contains {
      $0.count > 1 && $0.hasPrefix("0") && $0.allSatisfy { $0.isASCII && $0.isNumber }
    }
  }

  /// The call that reads the texts of a column as numbers or dates; nil where it is no column, or
  /// most of its texts are none, or they are codes.
  func conversion(of side: Side, to type: DataType = .real) -> String? {
    guard side.bound.type == .text, let values = values(of: side)?.strings, !values.isEmpty,
      case .column(let id, _) = side.bound, let field = planColumn(id)?.field, field.link == nil,
      field.role != .key
    else { return nil }
    guard type.isNumeric ? !holdsCodes(side) : type == .date else { return nil }
    return readings(of: side.bound, written(side), asDays: !type.isNumeric).sole
  }
}
