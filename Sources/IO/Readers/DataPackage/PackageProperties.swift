import Catalog

/// What becomes of the properties of a kind of object in a data package.
///
/// What the standard (Data Package 2.0) has, and what no reader here heeds, is listed with the
/// values that change nothing, if there are any. Properties that are not listed are read, only tell
/// people something, or are the package's own.
struct PackageProperties: Sendable {
  /// What the object is, in messages.
  let word: String
  /// Properties that cannot be heeded, with the values that files here have anyway.
  var fixed: [String: [String]] = [:]
  /// All properties, where there are no others: those of this program's own objects.
  var all: [String]?

  static let resource = PackageProperties(
    word: "the resource",
    fixed: [
      "type": ["table"], "encoding": ["utf-8", "utf8", "us-ascii", "ascii"], "data": [],
      "hash": [],
    ]
  )
  static let dialect = PackageProperties(
    word: "the dialect of",
    fixed: [
      "type": ["delimited"], "header": ["true"], "headerRows": ["1"], "commentRows": [""],
      "quoteChar": ["\""], "doubleQuote": ["true"], "skipInitialSpace": ["false"],
      "lineTerminator": ["\n", "\r\n"], "commentChar": [], "escapeChar": [], "nullSequence": [],
      "property": [], "itemType": [], "itemKeys": [], "sheetNumber": [], "sheetName": [],
      "table": [],
    ]
  )
  static let schema = PackageProperties(
    word: "the schema of",
    fixed: ["fieldsMatch": ["exact", "equal"]]
  )
  static let field = PackageProperties(word: "the field", fixed: ["itemType": [], "delimiter": []])
  static let constraints = PackageProperties(
    word: "the constraints of",
    fixed: ["jsonSchema": []]
  )
  static let ownOfPackage = PackageProperties(word: "scomm of", all: ["fiscalYearStart"])
  static let ownOfResource = PackageProperties(
    word: "scomm of",
    all: [
      "caveats", "conflicts", "coverage", "date", "documents", "label", "moments", "partial",
      "precision", "row", "shapes", "sourcedBy", "tiles",
    ]
  )
  static let ownOfField = PackageProperties(
    word: "scomm of",
    all: ["additive", "citation", "documentTypes", "link", "unitColumn", "unranked"]
  )
  static let tiles = PackageProperties(word: "tiles of", all: ["row", "column"])
  static let shapes = PackageProperties(word: "shapes of", all: ["file", "column", "outlines"])
  static let caveat = PackageProperties(
    word: "a caveat of",
    all: ["text", "when", "across", "known"]
  )
}

extension DataPackage {
  /// Checks that every property of `object`, which is one of `owner`, can be heeded; there may be
  /// no object.
  func check(_ object: JSON?, _ properties: PackageProperties, of owner: String)
    throws(TableFailure)
  {
    guard let object else { return }
    guard case .object(let members) = object.content else {
      throw failure(object, "\(properties.word) \(owner) must be an object")
    }
    for (name, value) in members {
      let subject = "\"\(shown(name))\" in \(properties.word) \(owner)"
      if let all = properties.all, !all.contains(name) {
        throw failure(value, "\(subject) is not known; known are \(all.joined(separator: ", "))")
      }
      guard let heeded = properties.fixed[name] else { continue }
      if heeded.isEmpty {
        throw failure(value, "\(subject) cannot be heeded; write the file so that it needs none")
      }
      if !heeded.contains(value.plain), !heeded.contains(value.plain.lowercased()) {
        let values = heeded.map { shown($0.debugDescription) }.joined(separator: " or ")
        throw failure(value, "\(subject) can only be \(values); write the file so")
      }
    }
  }
}

extension JSON {
  /// The text of a value, or of the elements of a list one behind the other.
  var plain: String {
    switch content {
    case .text(let text), .wideNumber(let text): text
    case .boolean(let truth): String(truth)
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .array(let elements): elements.map(\.plain).joined(separator: ", ")
    case .null, .object: "{}"
    }
  }
}
