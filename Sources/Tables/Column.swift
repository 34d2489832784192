/// The values of one column, or of a stretch of it, in typed contiguous storage.
///
/// Columns are immutable and shared; slicing copies nothing. The `DataType` of the column's field says what
/// the values mean: a date, a fiscal year, a category.
public struct Column: Sendable {
  /// The values; the value of a missing row is arbitrary.
  public let storage: Storage
  /// For each row whether its value is known; nil when all are.
  public let known: Buffer<Bool>?

  /// Typed contiguous values.
  public enum Storage: Sendable {
    case boolean(Buffer<Bool>)
    case integer(Integers)
    /// Reals, and percentages as ratios.
    case real(Buffer<Double>)
    /// Dates as civil days, periods as ordinals.
    case ordinal(Buffer<Int32>)
    /// Texts and categories, as codes of a dictionary.
    case code(Codes, TextDictionary)
  }

  /// A column of these values.
  public init(_ storage: Storage, known: Buffer<Bool>? = nil) {
    self.storage = storage
    self.known = known
  }

  /// The number of rows.
  public var count: Int {
    switch storage {
    case .boolean(let values): values.count
    case .integer(let values): values.count
    case .real(let values): values.count
    case .ordinal(let values): values.count
    case .code(let codes, _): codes.count
    }
  }

  /// Whether the value of a row is known.
  public func isKnown(_ row: Int) -> Bool { known?[row] ?? true }

  /// How many rows have a known value.
  public var knownCount: Int { known.map { $0.count(where: { $0 }) } ?? count }

  /// The value of one row, for output and messages.
  public subscript(row: Int) -> Value {
    guard isKnown(row) else { return .missing }
    switch storage {
    case .boolean(let values): return .boolean(values[row])
    case .integer(let values): return .integer(values[row])
    case .real(let values): return .real(values[row])
    case .ordinal(let values): return .ordinal(values[row])
    case .code(let codes, let dictionary): return .text(dictionary[codes[row]])
    }
  }

  /// The rows of `rows`, without copying them.
  public subscript(rows: Range<Int>) -> Column {
    let known = known?[rows]
    switch storage {
    case .boolean(let values): return Column(.boolean(values[rows]), known: known)
    case .integer(let values): return Column(.integer(values[rows]), known: known)
    case .real(let values): return Column(.real(values[rows]), known: known)
    case .ordinal(let values): return Column(.ordinal(values[rows]), known: known)
    case .code(let codes, let labels): return Column(.code(codes[rows], labels), known: known)
    }
  }

  /// The rows at `indices`, in their order; an index below zero gives a missing row.
  public func gathered(_ indices: Buffer<Int32>) -> Column {
    var known = known?.gathered(indices, absent: false)
    if known == nil, indices.hasNegative {
      known = Buffer(count: indices.count) { target in
        var row = 0
        while row < indices.count {
          target[row] = indices.base[row] >= 0
          row &+= 1
        }
      }
    }
    switch storage {
    case .boolean(let values):
      return Column(.boolean(values.gathered(indices, absent: false)), known: known)
    case .integer(let values):
      return Column(.integer(values.gathered(indices)), known: known)
    case .real(let values):
      return Column(.real(values.gathered(indices, absent: 0)), known: known)
    case .ordinal(let values):
      return Column(.ordinal(values.gathered(indices, absent: 0)), known: known)
    case .code(let codes, let labels):
      return Column(.code(codes.gathered(indices), labels), known: known)
    }
  }
}

extension Buffer<Int32> {
  /// Whether one of the values is below zero.
  fileprivate var hasNegative: Bool {
    var (row, signs) = (0, Int32(0))
    while row < count {
      signs |= base[row]
      row &+= 1
    }
    return signs < 0
  }
}

extension Column {
  /// A column of `count` rows that all have one value; `type` tells how it is stored.
  public init(repeating value: Value, as type: DataType, count: Int) {
    let known: Buffer<Bool>? =
      value == .missing && count > 0 ? Buffer(repeating: false, count: count) : nil
    switch (type, value) {
    case (.category(let category), .text(let text)):
      let code = UInt32(category.labels.code(of: text) ?? 0)
      let codes = [UInt32](repeating: code, count: count)
      self.init(
        .code(Codes(codes, dictionaryCount: category.labels.count), category.labels)
      )
    case (.category(let category), _):
      let codes = Codes(
        [UInt32](repeating: 0, count: count),
        dictionaryCount: category.labels.count
      )
      self.init(.code(codes, category.labels), known: known)
    case (.text, let value):
      var text = ""
      if case .text(let given) = value { text = given }
      self.init(
        .code(.narrow(Buffer(repeating: 0, count: count)), TextDictionary([text])),
        known: known
      )
    default:
      self.init(Column.storage(of: value, as: type, count: count), known: known)
    }
  }

  private static func storage(of value: Value, as type: DataType, count: Int) -> Storage {
    switch (type, value) {
    case (.boolean, .boolean(let truth)): .boolean(Buffer(repeating: truth, count: count))
    case (.boolean, _): .boolean(Buffer(repeating: false, count: count))
    case (.integer, .integer(let number)): .integer(.wide(Buffer(repeating: number, count: count)))
    case (.integer, _): .integer(.wide(Buffer(repeating: 0, count: count)))
    case (.real, .integer(let number)), (.percent, .integer(let number)):
      .real(Buffer(repeating: Double(number), count: count))
    case (.real, .real(let number)), (.percent, .real(let number)):
      .real(Buffer(repeating: number, count: count))
    case (.real, _), (.percent, _): .real(Buffer(repeating: 0, count: count))
    case (_, .ordinal(let ordinal)): .ordinal(Buffer(repeating: ordinal, count: count))
    default: .ordinal(Buffer(repeating: 0, count: count))
    }
  }

  /// A column of single values, stored as `type` asks; for small tables and tests.
  public init(_ values: [Value], as type: DataType) {
    let builder = ColumnBuilder(type)
    for value in values {
      switch (value, type) {
      case (.boolean(let truth), _): builder.append(truth)
      case (.integer(let number), .real), (.integer(let number), .percent):
        builder.append(Double(number))
      case (.integer(let number), _): builder.append(number)
      case (.real(let number), _): builder.append(number)
      case (.ordinal(let ordinal), _): builder.append(ordinal)
      case (.text(var text), _):
        if !text.withUTF8({ builder.append($0) }) { builder.appendMissing() }
      case (.missing, _): builder.appendMissing()
      }
    }
    self = builder.finish()
  }

  /// The rows of `parts`, one part after the other; all parts are stored as `type` asks.
  public static func joined(_ parts: [Column], as type: DataType) -> Column {
    if parts.count == 1 { return parts[0] }
    guard let first = parts.first else { return Column(repeating: .missing, as: type, count: 0) }
    var known: Buffer<Bool>?
    if parts.contains(where: { $0.known != nil }) {
      known = .joined(parts.map { $0.known ?? Buffer(repeating: true, count: $0.count) })
    }
    switch first.storage {
    case .boolean: return Column(.boolean(.joined(parts.map(\.booleans))), known: known)
    case .integer: return Column(.integer(.joined(parts.map(\.integers))), known: known)
    case .real: return Column(.real(.joined(parts.map(\.reals))), known: known)
    case .ordinal: return Column(.ordinal(.joined(parts.map(\.ordinals))), known: known)
    case .code: return joinedCodes(parts, known: known)
    }
  }

  private static func joinedCodes(_ parts: [Column], known: Buffer<Bool>?) -> Column {
    let coded = parts.compactMap { part -> (Codes, TextDictionary)? in
      if case .code(let codes, let labels) = part.storage { return (codes, labels) }
      return nil
    }
    let first = coded[0].1
    if coded.allSatisfy({ $0.1 === first }) {
      let all = coded.map { $0.0 }
      return Column(.code(Codes.joined(all), first), known: known)
    }
    var builder = StringTable()
    var codes: [UInt32] = []
    for (part, labels) in coded {
      let table = Buffer((0..<labels.count).map { builder.code(of: labels.utf8($0)) })
      codes.append(contentsOf: part.mapped(table))
    }
    let labels = builder.finish()
    return Column(.code(Codes(codes, dictionaryCount: labels.count), labels), known: known)
  }

  /// The truth values of a Boolean column; asking another kind is a mistake of the caller.
  public var booleans: Buffer<Bool> {
    guard case .boolean(let values) = storage else { preconditionFailure("not a truth value") }
    return values
  }

  /// The same column, integers in the narrowest width that holds them.
  public var narrowed: Column {
    guard case .integer(let values) = storage else { return self }
    return Column(.integer(values.narrowed(known)), known: known)
  }

  /// The integers of an integer column; asking another kind is a mistake of the caller.
  public var integers: Integers {
    guard case .integer(let values) = storage else { preconditionFailure("not an integer") }
    return values
  }

  /// The reals of a real or percent column; asking another kind is a mistake of the caller.
  public var reals: Buffer<Double> {
    guard case .real(let values) = storage else { preconditionFailure("not a real") }
    return values
  }

  /// The ordinals of a date or period column; asking another kind is a mistake of the caller.
  public var ordinals: Buffer<Int32> {
    guard case .ordinal(let values) = storage else { preconditionFailure("not a date") }
    return values
  }

  /// The codes and texts of a text or category column; asking another kind is a mistake of the caller.
  public var texts: (codes: Codes, labels: TextDictionary) {
    guard case .code(let codes, let labels) = storage else { preconditionFailure("not a text") }
    return (codes, labels)
  }
}
