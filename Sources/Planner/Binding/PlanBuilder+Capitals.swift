import Columns
import Functions

extension PlanBuilder {
  /// Notes that no value of a column holds a text, though one does in other capitals.
  func noteCapitals(_ test: Operators.TextTest, _ column: Side, _ literal: Value?) {
    guard test != .matches, test != .notMatches, case .text(let text)? = literal,
      case .column(let id, _) = column.bound,
      let name = planColumn(id)?.field.name, let origin = origin(of: column.bound),
      case .code(_, let labels)? = binder.originColumn(origin)?.storage
    else { return }
    let wanted = Array(text.utf8)
    let folded = wanted.map(\.inLowerCase)
    var inOtherCapitals: Int?
    for code in 0..<labels.count {
      let value = labels.utf8(code)
      if test.holds(value, wanted) { return }
      if inOtherCapitals == nil,
        value.map(\.inLowerCase).withUnsafeBufferPointer({ test.holds($0, folded) })
      {
        inOtherCapitals = code
      }
    }
    guard let code = inOtherCapitals else { return }
    let words = test.rawValue.replacing("not ", with: "")
    note(.otherCapitals(column: name, test: words, text: text, value: labels[code]))
  }
}

extension UInt8 {
  /// The letter in lower case, as far as it is ASCII.
  fileprivate var inLowerCase: UInt8 { (0x41...0x5A).contains(self) ? self + 0x20 : self }
}
