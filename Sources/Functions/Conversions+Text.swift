import Catalog
import Columns

extension Operators {
  /// The values of a formula as text.
  public static func text(_ bound: BoundExpression) -> BoundExpression {
    let type = bound.type
    if type == .text { return bound }
    if case .category = type { return converted(bound, to: .text) ?? bound }
    return .call(
      ScalarFunction("text", .text) { operands, evaluation in
        let column = operands[0].column(rows: evaluation.rowCount)
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
        if builder.count == 0 { _ = builder.code(of: "") }
        let labels = builder.finish()
        let storage = Column.Storage.code(Codes(codes, dictionaryCount: labels.count), labels)
        return Column(storage, known: column.known)
      },
      [bound]
    )
  }
}

extension Value {
  /// The value as `text(x)` writes it; missing as nothing.
  func text(as type: DataType) -> String {
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
    var (whole, fraction, exponent) = ("", "", power)
    var isFraction = false
    let written = magnitude.description
    let parts = written.split(separator: "e")
    for character in parts[0] {
      if character == "." {
        isFraction = true
      } else if isFraction {
        fraction.append(character)
      } else {
        whole.append(character)
      }
    }
    if parts.count > 1 { exponent += Int(parts[1]) ?? 0 }
    let digits = whole + fraction
    let point = whole.utf8.count + exponent
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

/// How a text writes a date.
struct DateForm: Sendable {
  private enum Part: Sendable {
    case year, month, day, shortName, name
    case byte(UInt8)
  }

  private let parts: [Part]

  /// The form `written`, such as `MM/DD/YYYY`, if it has a year, a month and a day.
  init?(_ written: String) {
    let words: [(String, Part)] = [
      ("YYYY", .year), ("MONTH", .name), ("MON", .shortName), ("MM", .month), ("DD", .day),
    ]
    var parts: [Part] = []
    var rest = Substring(written)
    var counts = [0, 0, 0]
    while let first = rest.utf8.first {
      if let (word, part) = words.first(where: { rest.hasPrefix($0.0) }) {
        parts.append(part)
        rest = rest.dropFirst(word.count)
        switch part {
        case .year: counts[0] += 1
        case .day: counts[2] += 1
        default: counts[1] += 1
        }
      } else {
        parts.append(.byte(first))
        rest = Substring(rest.utf8.dropFirst())
      }
    }
    guard counts == [1, 1, 1] else { return nil }
    self.parts = parts
  }

  /// The day that a text writes in this form.
  ///
  /// Months and days may have one digit.
  func day(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    var rest = text[...]
    var date = CivilDate(year: 0, month: 0, day: 0)
    for part in parts {
      switch part {
      case .year: date.year = number(&rest, digits: 4...4) ?? 0
      case .month: date.month = number(&rest, digits: 1...2) ?? 0
      case .day: date.day = number(&rest, digits: 1...2) ?? 0
      case .shortName: date.month = month(&rest, letters: 3) ?? 0
      case .name: date.month = month(&rest, letters: nil) ?? 0
      case .byte(let byte):
        guard rest.first == byte else { return nil }
        rest = rest.dropFirst()
      }
    }
    return rest.isEmpty && date.exists ? date.ordinal : nil
  }

  private func number(
    _ rest: inout Swift.Slice<UnsafeBufferPointer<UInt8>>,
    digits: ClosedRange<Int>
  ) -> Int? {
    let run = rest.prefix(digits.upperBound).prefix { $0 >= 48 && $0 <= 57 }
    guard run.count >= digits.lowerBound else { return nil }
    rest = rest.dropFirst(run.count)
    return Int(plain: run)
  }

  private func month(
    _ rest: inout Swift.Slice<UnsafeBufferPointer<UInt8>>,
    letters: Int?
  ) -> Int? {
    func lower(_ bytes: some Sequence<UInt8>) -> [UInt8] { bytes.map { $0 | 32 } }
    let names = Operators.monthNames(from: 1).labels
    for index in 0..<12 {
      let name = lower(names.utf8(index).prefix(letters ?? 20))
      if lower(rest.prefix(name.count)) == name {
        rest = rest.dropFirst(name.count)
        return index + 1
      }
    }
    return nil
  }
}
