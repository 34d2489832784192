import Catalog
import Columns

/// A column as a data package declares it.
struct DeclaredColumn: Sendable {
  /// The column's name, for messages.
  let name: String
  /// What its values are.
  let type: DataType
  /// The texts that stand for a missing value.
  let missing: MissingTexts
  /// How they are written.
  var format = ValueFormat.usual

  /// What the values are stored as; periods are stored as days are.
  var kind: FieldKind {
    switch type {
    case .boolean: .boolean
    case .integer: .integer
    case .real, .percent: .real
    case .date, .period: .date
    case .text, .interval, .category: .text
    }
  }

  /// The texts of a category, which are all that the column may hold.
  var labels: TextDictionary? {
    if case .category(let category) = type { category.labels } else { nil }
  }

  /// What is wrong with a field that is not of the type, in words.
  func problem(_ text: String) -> String {
    let remedy =
      labels == nil ? "declare another type for the column" : "add it to the column's categories"
    return "\"\(shown(text))\" is not \(expectation), which \(shown(name)) holds; "
      + "correct the cell, or \(remedy)"
  }

  private var expectation: String {
    switch format {
    case .boolean(let texts):
      return (texts.yes + texts.no).map { "\"\(shown($0))\"" }.joined(separator: " or ")
    case .date(let pattern): return "a day written \(shown(pattern.text))"
    case .number, .usual: break
    }
    switch type {
    case .boolean: return "true or false"
    case .integer: return "an integer"
    case .real, .percent: return "a number"
    case .date: return "a day like 2011-06-17"
    case .period(.year): return "a year like 2011"
    case .period(.fiscalYear): return "a fiscal year like FY2011"
    case .period(.month): return "a month like 2011-06"
    case .period(let unit):
      return "a \(unit.word) like \(unit.text(of: unit.ordinal(year: 2011, part: 2)))"
    case .text, .interval, .category:
      let listed = labels?.strings.prefix(8).map { "\"\(shown($0))\"" } ?? []
      let more = (labels?.count ?? 0) > 8 ? ", …" : ""
      return "one of the categories (\(listed.joined(separator: ", "))\(more))"
    }
  }
}

/// The texts that stand for a missing value, besides the empty one.
struct MissingTexts: Sendable {
  /// Their bytes.
  let texts: [[UInt8]]

  /// The texts `texts`; empty ones always stand for a missing value.
  init(_ texts: [String] = []) {
    self.texts = texts.filter { !$0.isEmpty }.map { Array($0.utf8) }
  }

  /// The texts `texts` and those of `others`.
  init(_ texts: [String], besides others: MissingTexts) {
    self.texts = others.texts + MissingTexts(texts).texts
  }

  /// Whether the empty text is the only one.
  var isEmpty: Bool { texts.isEmpty }

  /// Whether `text`, which is not empty, stands for a missing value.
  func contain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    texts.contains { $0.elementsEqual(text) }
  }
}
