import CLanes
import Columns

/// Groups by the dictionary codes of one column and by what a table holds at the ordinals of
/// another, such as the year of a date.
///
/// The slot of a row is the sum of its code and its index in the table, each times a stride. Counts
/// and sums compute it where they add, so that no slots are written to memory and read again.
public struct LookupTableGroups: VectorizedGroups {
  /// How many slots there are.
  public let count: Int
  private let codes: Codes
  private let codeStride: Int
  private let ordinals: Buffer<Int32>
  private let table: IndexTable
  private let indexStride: Int

  /// The groups by codes and by what a table holds at ordinals.
  ///
  /// Nil where a value is missing, codes have more than 16 bits, or an ordinal has no index.
  public init?(
    _ codes: Column,
    stride codeStride: Int,
    _ ordinals: Column,
    _ table: IndexTable,
    stride indexStride: Int,
    count: Int
  ) {
    guard codes.known == nil, ordinals.known == nil, case .code(let codes, _) = codes.storage,
      case .ordinal(let days) = ordinals.storage,
      let (least, most) = LookupTableGroups.bounds(of: ordinals, days), table.holds(least, most)
    else { return nil }
    if case .uint32 = codes { return nil }
    (self.codes, self.codeStride, self.ordinals) = (codes, codeStride, days)
    (self.table, self.indexStride, self.count) = (table, indexStride, count)
  }

  /// The least and the greatest of a column's ordinals; nil without rows.
  ///
  /// The zone of a stored column is noted, so that its values are read once.
  private static func bounds(of column: Column, _ ordinals: Buffer<Int32>) -> (Int64, Int64)? {
    column.recordZone()
    if let zone = column.zone { return (zone.min, zone.max) }
    return ordinals.bounds().map { (Int64($0.min), Int64($0.max)) }
  }

  /// Adds the number of rows of each group.
  public func addRows(to totals: UnsafeMutablePointer<Int64>) {
    switch codes {
    case .uint8(let codes): scomm_count_looked_up_bytes(lookup, codes.base, totals)
    case .uint16(let codes): scomm_count_looked_up_shorts(lookup, codes.base, totals)
    case .uint32: preconditionFailure("codes have 16 bits at most")
    }
  }

  /// Adds each row's integer to the total of its group.
  public func add(_ integers: Integers, to totals: UnsafeMutablePointer<Int64>) {
    switch (codes, integers) {
    case (.uint8(let codes), .int8(let values)):
      scomm_sum_bytes_by_bytes(lookup, codes.base, values.base, totals)
    case (.uint8(let codes), .int16(let values)):
      scomm_sum_shorts_by_bytes(lookup, codes.base, values.base, totals)
    case (.uint16(let codes), .int8(let values)):
      scomm_sum_bytes_by_shorts(lookup, codes.base, values.base, totals)
    case (.uint16(let codes), .int16(let values)):
      scomm_sum_shorts_by_shorts(lookup, codes.base, values.base, totals)
    default: preconditionFailure("codes and integers have 16 bits at most")
    }
  }

  private var lookup: scomm_lookup {
    // Codes and strides must have 15 bits, too.
    let codeCount = codeStride > indexStride ? count / codeStride : indexStride
    let line = max(codeStride, indexStride, codeCount) < 1 << 15 ? table.line : nil
    return scomm_lookup(
      ordinals: ordinals.base,
      indices: table.indices.base,
      count: Int64(ordinals.count),
      start: Int64(table.start),
      code_stride: Int64(codeStride),
      index_stride: Int64(indexStride),
      line_start: table.start - Int32(line?.shift ?? 0),
      slope: line?.slope ?? 0,
      offset: line?.offset ?? 0
    )
  }
}
