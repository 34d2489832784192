import Catalog
import Columns

/// Values as 64-bit keys that are equal where the values are.
///
/// Texts go through a pool, in which the first dictionary's codes stand for themselves: chunks of
/// one column need no look-up.
struct RowKeys {
  private let pool = MergedDictionary()
  /// Whether the values are texts: their keys are the codes of the pool, of 32 bits.
  private(set) var isTextual = false

  /// The key of each row of a column.
  mutating func keys(of column: Column) -> Buffer<UInt64> {
    switch column.storage {
    case .boolean(let values):
      return Kernels.values(values) { $0 ? 1 : 0 }
    case .integer(let values):
      return Kernels.values(values.widened) { UInt64(bitPattern: $0) }
    case .real(let values):
      // Adding zero turns −0 into 0.
      return Kernels.values(values) { ($0 + 0).bitPattern }
    case .ordinal(let values):
      return Kernels.values(values) { UInt64(truncatingIfNeeded: $0) }
    case .code(let codes, let labels):
      isTextual = true
      return pool.keys(codes, labels)
    }
  }

  /// What turns a key of texts of `other` into the key here; nil if keys are the same.
  mutating func translation(of other: RowKeys) -> ((UInt64) -> UInt64)? {
    guard other.isTextual else { return nil }
    isTextual = true
    let (pool, later) = (pool, other.pool)
    if pool.isEmpty { pool.adopt(later) }
    if pool.agrees(with: later) { return nil }
    return { key in UInt64(pool.code(of: later.bytes(Int(key)))) }
  }

  /// The value behind a key of a column of this type.
  func value(_ key: UInt64, as type: DataType) -> Value {
    switch type {
    case .boolean: .boolean(key == 1)
    case .integer, .interval: .integer(Int64(bitPattern: key))
    case .real, .percent: .real(Double(bitPattern: key))
    case .date, .period: .ordinal(Int32(truncatingIfNeeded: key))
    case .text, .category: .text(String(decoding: pool.bytes(Int(key)), as: UTF8.self))
    }
  }

  /// Whether a key's value stands before another's in key order.
  func precedes(_ left: UInt64, _ right: UInt64, as type: DataType) -> Bool {
    switch type {
    case .real, .percent: return Double(bitPattern: left) < Double(bitPattern: right)
    case .text:
      return pool.bytes(Int(left)).lexicographicallyPrecedes(pool.bytes(Int(right)))
    case .category(let category):
      return place(left, category) < place(right, category)
    default: return Int64(bitPattern: left) < Int64(bitPattern: right)
    }
  }

  private func place(_ key: UInt64, _ category: Category) -> Int {
    category.labels.code(of: String(decoding: pool.bytes(Int(key)), as: UTF8.self)) ?? -1
  }
}
