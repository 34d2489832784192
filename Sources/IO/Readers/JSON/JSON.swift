import Catalog
import Columns

/// A JSON value, and where it begins in its file.
struct JSON: Sendable {
  /// The value itself.
  let content: Content
  /// The place of its first byte.
  let offset: Int

  /// What a value can be; objects keep the order of their members.
  enum Content: Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// A number that 64 bits do not hold, as it is written.
    case wideNumber(String)
    case real(Double)
    case text(String)
    case array([JSON])
    case object([(name: String, value: JSON)])
  }

  /// The member called `name`, if this is an object that has it.
  subscript(name: String) -> JSON? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The value of a table's row, unless it is an array or an object.
  var scalar: Value? {
    switch content {
    case .null: .missing
    case .boolean(let truth): .boolean(truth)
    case .integer(let number): .integer(number)
    case .real(let number): .real(number)
    case .text(let text), .wideNumber(let text): .text(text)
    case .array, .object: nil
    }
  }

  /// The text, if it is one.
  var text: String? { if case .text(let text) = content { text } else { nil } }

  /// The truth value, if it is one.
  var boolean: Bool? { if case .boolean(let truth) = content { truth } else { nil } }

  /// The integer, if it is one.
  var integer: Int64? { if case .integer(let number) = content { number } else { nil } }

  /// The elements, if it is an array.
  var elements: [JSON]? {
    if case .array(let elements) = content { elements } else { nil }
  }

  /// The texts, if it is an array of texts, or the one text that it is.
  var texts: [String]? {
    if let text { return [text] }
    guard let elements else { return nil }
    let texts = elements.compactMap(\.text)
    return texts.count == elements.count ? texts : nil
  }

  /// What it is, as messages say it.
  var word: String {
    switch content {
    case .null: "null"
    case .boolean: "a truth value"
    case .integer, .wideNumber, .real: "a number"
    case .text: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

extension JSON {
  /// The one value that a file holds, as RFC 8259 has it: no comments, no trailing commas.
  static func read(_ file: FileBytes) throws(TableFailure) -> JSON {
    var reader = JSONReader(file)
    let value = try reader.value()
    try reader.checkEnd()
    return value
  }
}
