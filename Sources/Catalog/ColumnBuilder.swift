import Columns

/// A column of a declared type that grows value by value.
public final class ColumnBuilder {
  /// What the values are.
  public let type: DataType
  private let category: Category?
  /// Truth values, integers and ordinals, reals as their bits, and codes of texts.
  private var words = UninitializedBuffer<UInt64>()
  private var known = UninitializedBuffer<Bool>()
  private var labels: StringTable
  private var hasMissing = false
  /// The number of values.
  public private(set) var count = 0

  /// An empty column; one of a category takes its texts alone.
  public init(_ type: DataType) {
    self.type = type
    if case .category(let category) = type { self.category = category } else { category = nil }
    labels = category.map { StringTable($0.labels) } ?? StringTable()
  }

  /// Adds a missing value.
  public func appendMissing() { append(0, isKnown: false) }

  /// Adds a truth value.
  public func append(_ truth: Bool) { append(truth ? 1 : 0) }

  /// Adds an integer, or the ordinal of a day or a period.
  public func append(_ number: some FixedWidthInteger) {
    append(UInt64(truncatingIfNeeded: number), isKnown: true)
  }

  /// Adds a real; one that is not finite is missing.
  public func append(_ number: Double) {
    append(number.isFinite ? number.bitPattern : 0, isKnown: number.isFinite)
  }

  /// Adds a text; false if the column is of a category that lacks it.
  public func append(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let code = labels.code(of: text)
    if let category, code >= category.labels.count { return false }
    append(code)
    return true
  }

  private func append(_ word: UInt64, isKnown: Bool) {
    words.reserve(count + 1)
    known.reserve(count + 1)
    words.base[count] = word
    known.base[count] = isKnown
    if !isKnown { hasMissing = true }
    count += 1
  }

  /// The column of all values; called once.
  public func finish() -> Column {
    Column(storage(), known: hasMissing ? known.buffer(count: count) : nil)
  }

  private func storage() -> Column.Storage {
    switch type {
    case .boolean: return .boolean(values { $0 == 1 })
    case .integer, .interval: return .integer(.int64(words.buffer(of: Int64.self, count: count)))
    case .real, .percent: return .real(words.buffer(of: Double.self, count: count))
    case .date, .period: return .ordinal(values { Int32(truncatingIfNeeded: $0) })
    case .text, .category:
      let dictionary = category?.labels ?? labels.finish()
      let codes = values { UInt32(truncatingIfNeeded: $0) }
      return .code(Codes(codes, dictionaryCount: dictionary.count), dictionary)
    }
  }

  private func values<Element>(_ value: (UInt64) -> Element) -> Buffer<Element> {
    Buffer(count: count) { target in
      for row in 0..<count { target[row] = value(words.base[row]) }
    }
  }
}
