import Columns

extension Column {
  /// A column of `count` rows that all have one value; `type` decides how it is stored.
  public init(repeating value: Value, as type: DataType, count: Int) {
    let known = value == .missing && count > 0 ? Buffer(repeating: false, count: count) : nil
    self.init(Column([value], as: type).storage.mapped(Repetition(count: count)), known: known)
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
    let storages = parts.map(\.storage)
    if storages.allSatisfy({ $0.isStored(like: first.storage) }) {
      return Column(first.storage.mapped(Concatenation(parts: storages)), known: known)
    }
    guard case .code(_, let labels) = first.storage else {
      return Column(.integer(.int64(.joined(parts.map(\.integers.widened)))), known: known)
    }
    // Parts of one dictionary keep it: that of a category says what the texts are.
    let isShared = parts.allSatisfy { $0.texts.labels === labels }
    var builder = StringTable()
    var codes: [UInt32] = []
    for (own, labels) in parts.map(\.texts) {
      let table = Buffer(
        (0..<labels.count).map { isShared ? UInt32($0) : builder.code(of: labels.utf8($0)) }
      )
      codes.append(contentsOf: own.mapped(table))
    }
    let all = isShared ? labels : builder.finish()
    return Column(.code(Codes(Buffer(codes), dictionaryCount: all.count), all), known: known)
  }
}

/// One value in many rows.
private struct Repetition: BufferMapping {
  typealias Failure = Never
  let count: Int

  func callAsFunction<Element: ColumnElement>(_ values: Buffer<Element>) -> Buffer<Element> {
    Buffer(repeating: values[0], count: count)
  }
}

/// A concatenation of columns that are stored alike.
private struct Concatenation: BufferMapping {
  typealias Failure = Never
  let parts: [Column.Storage]

  func callAsFunction<Element: ColumnElement>(_ first: Buffer<Element>) -> Buffer<Element> {
    .joined(parts.compactMap { $0.values as? Buffer<Element> })
  }
}
