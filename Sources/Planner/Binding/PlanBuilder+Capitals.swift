import Columns
import Functions

extension PlanBuilder {
  /// Notes that no value of a column holds a text, though one does in other capitals.
  func noteCapitals(_ test: Operators.TextTest, _ column: Side, _ literal: Value?) {
    guard test != .matches, case .text(let text)? = literal,
      case .column(let id, _) = column.bound,
      let name = planColumn(id)?.field.name, let origin = origin(of: column.bound),
      case .code(_, let labels)? = binder.originColumn(origin)?.storage
    else { return }
    let wanted = Array(text.utf8)
    let folded = wanted.map(\.inLowerCase)
    var inOtherCapitals: Int?
    for code in 0..<labels.count {
      let value = labels.utf8(code)
      // A query that is to stop needs no note.
      guard let isFound = try? holds(test, value, wanted, at: code) else { return }
      if isFound { return }
      if inOtherCapitals == nil,
        value.map(\.inLowerCase).withUnsafeBufferPointer({ (try? test.holds($0, folded)) == true })
      {
        inOtherCapitals = code
      }
    }
    guard let code = inOtherCapitals else { return }
    note(.otherCapitals(column: name, test: test.rawValue, text: text, value: labels[code]))
  }

  private func holds(
    _ test: Operators.TextTest,
    _ value: UnsafeBufferPointer<UInt8>,
    _ wanted: [UInt8],
    at code: Int
  ) throws -> Bool {
    try Cancellation.check(at: code)
    return try test.holds(value, wanted)
  }
}

extension UInt8 {
  /// The letter in lower case, as far as it is ASCII.
  fileprivate var inLowerCase: UInt8 { (0x41...0x5A).contains(self) ? self + 0x20 : self }
}
