import Catalog

/// Reads JSON values from bytes, strictly.
struct JSONReader {
  let file: FileBytes
  let bytes: UnsafePointer<UInt8>
  let end: Int
  var place = 0
  private var depth = 0
  private var valueCount = 0

  /// How deep lists and objects may lie in each other.
  private static let depthLimit = 256

  /// A reader at the beginning of `file`, after its byte-order mark if it has one.
  init(_ file: FileBytes) {
    self.file = file
    bytes = file.bytes.base
    end = file.bytes.count
    if file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  /// The byte at the place, or zero at the end.
  var byte: UInt8 { place < end ? bytes[place] : 0 }

  /// Whether only white space is left.
  mutating func isAtEnd() -> Bool {
    skipSpace()
    return place >= end
  }

  /// Throws if more than white space is left.
  mutating func checkEnd() throws(TableFailure) {
    if isAtEnd() { return }
    throw failure("there is \(found) after the end of the value; one file holds one value")
  }

  /// The next value.
  mutating func value() throws(TableFailure) -> JSON {
    skipSpace()
    let start = place
    valueCount &+= 1
    if valueCount & 0xFFF == 0, file.isStopped() { throw .stopped(file.path) }
    let content = try content()
    return JSON(content: content, offset: start)
  }

  private mutating func content() throws(TableFailure) -> JSON.Content {
    switch byte {
    case UInt8(ascii: "{"): return .object(try members())
    case UInt8(ascii: "["): return .array(try elements())
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw failure("a value was expected, but there is \(found)")
    }
  }

  private mutating func enter() throws(TableFailure) {
    depth += 1
    place += 1
    if depth > JSONReader.depthLimit {
      throw failure("lists and objects lie more than \(JSONReader.depthLimit) deep in each other")
    }
  }

  private mutating func members() throws(TableFailure) -> [(name: String, value: JSON)] {
    try enter()
    defer { depth -= 1 }
    var members: [(name: String, value: JSON)] = []
    // A few names are compared one by one, many are hashed.
    var names: Set<String> = []
    if takes(UInt8(ascii: "}")) { return members }
    members.reserveCapacity(4)
    repeat {
      skipSpace()
      let start = place
      guard byte == UInt8(ascii: "\"") else {
        throw failure("a name in double quotes was expected, but there is \(found)")
      }
      let name = try string()
      if members.count == 12 { names = Set(members.map(\.name)) }
      let isNew =
        members.count < 12
        ? !members.contains { $0.name == name } : names.insert(name).inserted
      if !isNew {
        throw file.failure(at: start, "the name \"\(shown(name))\" stands twice in one object")
      }
      guard takes(UInt8(ascii: ":")) else {
        throw failure("a colon was expected after a name, but there is \(found)")
      }
      members.append((name, try value()))
    } while takes(UInt8(ascii: ","))
    guard takes(UInt8(ascii: "}")) else {
      throw failure("a comma or } was expected, but there is \(found)")
    }
    return members
  }

  private mutating func elements() throws(TableFailure) -> [JSON] {
    var elements: [JSON] = []
    try forEachElement { (reader) throws(TableFailure) in elements.append(try reader.value()) }
    return elements
  }

  /// Goes through the list at the place; `body` goes behind each of its elements.
  mutating func forEachElement(
    _ body: (inout JSONReader) throws(TableFailure) -> Void
  ) throws(TableFailure) {
    try enter()
    defer { depth -= 1 }
    if takes(UInt8(ascii: "]")) { return }
    repeat {
      skipSpace()
      try body(&self)
    } while takes(UInt8(ascii: ","))
    guard takes(UInt8(ascii: "]")) else {
      throw failure("a comma or ] was expected, but there is \(found)")
    }
  }

  private mutating func word(
    _ word: StaticString,
    _ content: JSON.Content
  ) throws(TableFailure) -> JSON.Content {
    let count = word.utf8CodeUnitCount
    let fits = place + count <= end
    guard fits, (0..<count).allSatisfy({ bytes[place + $0] == word.utf8Start[$0] }) else {
      throw failure(
        "a value was expected, but there is \(found); only true, false and null are words"
      )
    }
    place += count
    return content
  }

  /// Goes behind white space and the byte `wanted`, if that is there.
  mutating func takes(_ wanted: UInt8) -> Bool {
    skipSpace()
    guard byte == wanted && place < end else { return false }
    place += 1
    return true
  }

  mutating func skipSpace() {
    while place < end {
      let byte = bytes[place]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      place += 1
    }
  }

  /// What stands at the place, for messages.
  var found: String {
    if place >= end { return "the end of the file" }
    let byte = bytes[place]
    if byte > 0x20 && byte < 0x7F { return "\"\(String(UnicodeScalar(byte)))\"" }
    return byte >= 0x80 ? "a character beyond ASCII" : "a control character"
  }

  func failure(_ text: String) -> TableFailure { file.failure(at: place, text) }
}
