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
  private let start: Int32
  private let indices: Buffer<UInt8>
  private let indexStride: Int

  /// The index of ordinals whose value is outside the key's domain.
  public static let outside = UInt8.max

  /// The groups by codes and by `indices`, the first of which is that of the ordinal `start`.
  ///
  /// Nil where a value is missing, codes have more than 16 bits, or an ordinal has no index.
  public init?(
    _ codes: Column,
    stride codeStride: Int,
    _ ordinals: Column,
    _ indices: Buffer<UInt8>,
    from start: Int32,
    stride indexStride: Int,
    count: Int
  ) {
    guard codes.known == nil, ordinals.known == nil, case .code(let codes, _) = codes.storage,
      case .ordinal(let days) = ordinals.storage,
      let range = LookupTableGroups.range(of: ordinals, days, from: start, indices.count),
      !indices[range].contains(LookupTableGroups.outside)
    else { return nil }
    if case .uint32 = codes { return nil }
    (self.codes, self.codeStride, self.ordinals) = (codes, codeStride, days)
    (self.start, self.indices, self.indexStride, self.count) = (start, indices, indexStride, count)
  }

  /// The places in the table of a column's ordinals, from the least to the most; nil if they are
  /// not all in it.
  ///
  /// The zone of a stored column is noted, so that its values are read once.
  private static func range(
    of column: Column,
    _ ordinals: Buffer<Int32>,
    from start: Int32,
    _ count: Int
  ) -> Range<Int>? {
    column.recordZone()
    let bounds =
      column.zone.map { ($0.least, $0.most) }
      ?? ordinals.bounds().map { (Int64($0.least), Int64($0.most)) }
    guard let (least, most) = bounds, least >= Int64(start), most < Int64(start) + Int64(count)
    else { return nil }
    return Int(least - Int64(start))..<Int(most - Int64(start)) + 1
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
    scomm_lookup(
      ordinals: ordinals.base,
      indices: indices.base,
      count: Int64(ordinals.count),
      start: Int64(start),
      code_stride: Int64(codeStride),
      index_stride: Int64(indexStride)
    )
  }
}
