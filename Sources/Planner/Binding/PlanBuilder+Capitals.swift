import Syntax
import Columns

extension PlanBuilder {
  /// Notes that no value of a column holds a text, though one does in other capitals.
  func noteCapitals(_ sign: InfixOperator, _ column: Side, _ literal: Value?) {
    guard [.contains, .startsWith, .endsWith].contains(sign.positive),
      case .text(let text)? = literal, case .column(let id, _) = column.bound,
      let name = planColumn(id)?.field.name, let origin = origin(of: column.bound),
      case .code(_, let labels)? = binder.originColumn(origin)?.storage
    else { return }
    let wanted = Array(text.utf8)
    let folded = wanted.map(\.inLowerCase)
    var inOtherCapitals: Int?
    for code in 0..<labels.count {
      let value = labels.utf8(code)
      if sign.test(value, wanted) { return }
      if inOtherCapitals == nil, sign.test(value.map(\.inLowerCase), folded) {
        inOtherCapitals = code
      }
    }
    guard let code = inOtherCapitals else { return }
    let test = sign.positive.rawValue
    note(.otherCapitals(column: name, test: test, text: text, value: labels[code]))
  }
}

extension InfixOperator {
  /// The test without its not.
  fileprivate var positive: InfixOperator {
    switch self {
    case .notContains: .contains
    case .notStartsWith: .startsWith
    case .notEndsWith: .endsWith
    default: self
    }
  }

  /// Whether `value` passes the test for `text`; true for tests that take no plain text.
  fileprivate func test(_ value: some RandomAccessCollection<UInt8>, _ text: [UInt8]) -> Bool {
    switch positive {
    case .startsWith: value.starts(with: text)
    case .endsWith: value.reversed().starts(with: text.reversed())
    case .contains: value.holds(text)
    default: true
    }
  }
}

extension RandomAccessCollection<UInt8> {
  fileprivate func holds(_ text: [UInt8]) -> Bool {
    guard let first = text.first else { return true }
    return indices.contains { self[$0] == first && self[$0...].starts(with: text) }
  }
}

extension UInt8 {
  /// The letter in lower case, as far as it is ASCII.
  fileprivate var inLowerCase: UInt8 { (0x41...0x5A).contains(self) ? self + 0x20 : self }
}
