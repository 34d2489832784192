/// The values of one column, or of a stretch of it, in typed contiguous storage.
///
/// Columns are immutable and shared; slicing copies nothing. The `DataType` of the column's field
/// says what the values mean: a date, a fiscal year, a category.
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
    Column(storage.mapped(RowSlice(rows: rows)), known: known?[rows])
  }

  /// The rows at `indices`, in their order; an index below zero gives a missing row.
  public func gathered(_ indices: Buffer<Int32>) -> Column {
    var known = known?.gathered(indices, absent: false)
    if known == nil, indices.hasNegative {
      known = .tabulate(indices.count) { indices.base[$0] >= 0 }
    }
    return Column(storage.mapped(Gather(indices: indices)), known: known)
  }
}

/// A slice of consecutive rows, which copies nothing.
private struct RowSlice: BufferMapping {
  typealias Failure = Never
  let rows: Range<Int>

  func callAsFunction<Element: ColumnElement>(_ values: Buffer<Element>) -> Buffer<Element> {
    values[rows]
  }
}

/// A gather of rows by their numbers, one by one.
private struct Gather: BufferMapping {
  typealias Failure = Never
  let indices: Buffer<Int32>

  func callAsFunction<Element: ColumnElement>(_ values: Buffer<Element>) -> Buffer<Element> {
    values.gathered(indices, absent: .zero)
  }
}

extension Column {
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

  /// The codes and texts of a text or category column; asking another kind is a mistake of the
  /// caller.
  public var texts: (codes: Codes, labels: TextDictionary) {
    guard case .code(let codes, let labels) = storage else { preconditionFailure("not a text") }
    return (codes, labels)
  }
}
