import Catalog
import Columns
import Functions
import Syntax

// How texts can be read as numbers or days.

extension PlanBuilder {
  /// The calls that read a text, written `text`, as an argument of a kind that takes none.
  func readings(of bound: BoundExpression, _ text: String, for kind: Parameter.Kind) -> [String] {
    switch kind {
    case .number, .numberOrTime, .comparable, .wholeNumber:
      readings(of: bound, text, asDays: false)
    case .temporal, .date, .period: readings(of: bound, text, asDays: true)
    default: []
    }
  }

  /// The call that reads most values of a text, written `text`, as numbers or days, or both calls
  /// where the order of day and month is open; none where the values are no such texts.
  func readings(of bound: BoundExpression, _ text: String, asDays: Bool) -> [String] {
    guard bound.type == .text else { return [] }
    guard let values = sample(bound) else {
      return [asDays ? "date(\(text), \"MM/DD/YYYY\")" : "number(\(text))"]
    }
    func readsMost(_ reads: (String) -> Bool) -> Int? {
      let count = values.count(where: reads)
      return count * 2 > values.count ? count : nil
    }
    if !asDays {
      let areNumbers = readsMost { isRead($0) { Double(written: $0) != nil } } != nil
      return areNumbers ? ["number(\(text))"] : []
    }
    let parts: [(written: String, part: (String) -> String)] = [
      (text, { $0 }), ("left(\(text), 10)", { String($0.prefix(10)) }),
      ("extract(\(text), \"^[^ T]+\")", { String($0.prefix { $0 != " " && $0 != "T" }) }),
    ]
    for (written, part) in parts {
      let found = DateForm.usual.compactMap { form -> (written: String, count: Int)? in
        guard let days = DateForm(form.written) else { return nil }
        let isPlain = form.written == "YYYY-MM-DD"
        let call = "date(\(written)\(isPlain ? "" : ", \"\(form.written)\""))"
        return readsMost { isRead(part($0)) { days.day($0) != nil } }.map { (call, $0) }
      }
      if let most = found.map(\.count).max() {
        return found.filter { $0.count == most }.prefix(2).map(\.written)
      }
    }
    return []
  }

  private func isRead(_ text: String, _ read: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
    var text = text
    return text.withUTF8(read)
  }

  /// Some values of a text; nil where they are not known before the query runs.
  private func sample(_ bound: BoundExpression) -> [String]? {
    if case .text(let text)? = bound.literal { return [text] }
    guard let origin = origin(of: bound), let column = binder.originColumn(origin),
      case .code(_, let labels) = column.storage
    else { return nil }
    return (0..<min(labels.count, 1000)).map { labels[$0] }
  }
}
