import Catalog
import Columns

extension Operators {
  /// The values of an expression as text.
  public static func text(_ bound: BoundExpression) -> BoundExpression {
    let type = bound.type
    if type == .text { return bound }
    if case .category = type { return converted(bound, to: .text) ?? bound }
    return .call("text", .text, [bound]) { operands, context in
      let column = operands[0].column(rows: context.rowCount)
      var builder = StringTable()
      var codes: [UInt32] = []
      codes.reserveCapacity(column.count)
      var last: (value: Value, code: UInt32)?
      for row in 0..<column.count {
        let value = column[row]
        if last?.value != value {
          last = (value, value == .missing ? 0 : builder.code(of: value.text(as: type)))
        }
        codes.append(last?.code ?? 0)
      }
      let labels = builder.finish()
      let storage = Column.Storage.code(Codes(codes, dictionaryCount: labels.count), labels)
      return Column(storage, known: column.known)
    }
  }
}

extension Value {
  /// The value as `text(x)` writes it; missing as nothing.
  package func text(as type: DataType) -> String {
    switch (self, type) {
    case (.boolean(let truth), _): truth ? "true" : "false"
    case (.integer(let number), _): String(number)
    case (.real(let number), .percent): number.digits(shiftedBy: 2) + "%"
    case (.real(let number), _): number.digits(shiftedBy: 0)
    case (.text(let text), _): text
    case (.ordinal(let ordinal), .period(let unit)): unit.text(of: ordinal)
    case (.ordinal(let day), _): CivilDate(ordinal: day).description
    case (.missing, _): ""
    }
  }
}

extension Double {
  /// The shortest digits that give back the number, without an exponent, times a power of ten.
  func digits(shiftedBy power: Int) -> String {
    let parts = magnitude.description.split(separator: "e")
    let pieces = parts[0].split(separator: ".")
    let exponent = power + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    let (digits, point) = (pieces.joined(), pieces[0].utf8.count + exponent)
    var text: String
    if point <= 0 {
      text = "0." + String(repeating: "0", count: -point) + digits
    } else if point >= digits.utf8.count {
      text = digits + String(repeating: "0", count: point - digits.utf8.count) + "."
    } else {
      text = String(digits.prefix(point)) + "." + String(digits.dropFirst(point))
    }
    while text.utf8.count > 1, text.first == "0", !text.hasPrefix("0.") { text.removeFirst() }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return self < 0 && text != "0" ? "-" + text : text
  }
}
