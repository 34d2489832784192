import CLanes
import Columns

/// Groups of rows that are not materialized as one number a row: counts and sums find them with
/// vector instructions, many rows at once.
public protocol VectorizedGroups {
  /// How many groups there are.
  var count: Int { get }
  /// Adds the number of rows of each group to its total.
  func addRows(to totals: UnsafeMutablePointer<Int64>)
  /// Adds each row's integer, which has 16 bits at most, to the total of its group.
  func add(_ integers: Integers, to totals: UnsafeMutablePointer<Int64>)
}

/// The one group of all rows.
public struct SingleGroup: VectorizedGroups {
  /// There is one.
  public var count: Int { 1 }
  private let rowCount: Int

  package init(_ rowCount: Int) { self.rowCount = rowCount }

  /// Adds the number of rows.
  public func addRows(to totals: UnsafeMutablePointer<Int64>) {
    totals[0] &+= Int64(rowCount)
  }

  /// Adds the integers of all rows.
  public func add(_ integers: Integers, to totals: UnsafeMutablePointer<Int64>) {
    switch integers {
    case .int8(let values): totals[0] &+= sum(values)
    case .int16(let values): totals[0] &+= sum(values)
    case .int32, .int64: preconditionFailure("integers have 16 bits at most")
    }
  }

  private func sum(_ values: Buffer<some FixedWidthInteger>) -> Int64 {
    var (row, total): (Int, Int64) = (0, 0)
    while row < rowCount {
      // In stretches of which 32 bits hold the sum, and so many numbers at once.
      let end = min(row &+ 32_768, rowCount)
      var part: Int32 = 0
      while row < end {
        part &+= Int32(truncatingIfNeeded: values.base[row])
        row &+= 1
      }
      total &+= Int64(part)
    }
    return total
  }
}

/// At most eight groups, numbered by a byte a row.
///
/// Each group's rows are masked out of sixteen rows at once, instead of scattering row by row: the
/// sum of a narrow column by four groups takes two fifths of the time.
public struct MaskedGroups: VectorizedGroups {
  /// For each row its group.
  public let groups: Buffer<UInt8>
  /// How many groups there are.
  public let count: Int

  package static let most = SCOMM_MOST_LANES

  /// The groups of rows, each below `count`; nil if they are too many.
  public init?(_ groups: Buffer<UInt8>, count: Int) {
    if count == 0 || count > MaskedGroups.most { return nil }
    (self.groups, self.count) = (groups, count)
  }

  /// Adds the number of rows of each group: all rows at once.
  public func addRows(to totals: UnsafeMutablePointer<Int64>) {
    scomm_add_rows(groups.base, Int64(groups.count), Int32(count), totals)
  }

  /// Adds each row's integer to the total of its group: all rows at once.
  public func add(_ integers: Integers, to totals: UnsafeMutablePointer<Int64>) {
    switch integers {
    case .int8(let values):
      scomm_add_bytes(groups.base, values.base, Int64(groups.count), Int32(count), totals)
    case .int16(let values):
      scomm_add_shorts(groups.base, values.base, Int64(groups.count), Int32(count), totals)
    case .int32, .int64: preconditionFailure("integers have 16 bits at most")
    }
  }
}

/// Groups by the dictionary codes of a column, which are read in their stored width.
public struct CodeGroups: VectorizedGroups {
  /// How many groups there are.
  public let count: Int
  private let column: Column
  private let codes: Codes

  /// The groups by the codes of a column, of which all are known and below `count`; nil for other
  /// columns, and for codes of more than 16 bits.
  public init?(_ column: Column, count: Int) {
    guard case .code(let codes, _) = column.storage, column.known == nil else { return nil }
    if case .uint32 = codes { return nil }
    (self.column, self.codes, self.count) = (column, codes, count)
  }

  /// Adds the number of rows of each group, or what statistics of the stored column say of it.
  public func addRows(to totals: UnsafeMutablePointer<Int64>) {
    let rows = Int64(codes.count)
    switch codes {
    case .uint8(let codes):
      if let ranks = column.cumulativeCodeCounts {
        for code in 0..<count { totals[code] &+= Int64(ranks[code + 1]) - Int64(ranks[code]) }
        break
      }
      scomm_count_byte_codes(codes.base, rows, Int64(count), totals)
      column.recordCodeCounts()
      column.recordZone()
    case .uint16(let codes): scomm_count_short_codes(codes.base, rows, totals)
    case .uint32: preconditionFailure("codes have 16 bits at most")
    }
  }

  /// Adds each row's integer to the total of its group: all rows at once.
  public func add(_ integers: Integers, to totals: UnsafeMutablePointer<Int64>) {
    let (rows, groups) = (Int64(codes.count), Int64(count))
    switch (codes, integers) {
    case (.uint8(let codes), .int8(let values)):
      scomm_sum_bytes_of_byte_codes(codes.base, values.base, rows, groups, totals)
    case (.uint8(let codes), .int16(let values)):
      scomm_sum_shorts_of_byte_codes(codes.base, values.base, rows, groups, totals)
    case (.uint16(let codes), .int8(let values)):
      scomm_sum_bytes_of_short_codes(codes.base, values.base, rows, totals)
    case (.uint16(let codes), .int16(let values)):
      scomm_sum_shorts_of_short_codes(codes.base, values.base, rows, totals)
    default: preconditionFailure("integers have 16 bits at most")
    }
  }
}

extension Operand {
  /// The integers of a column of which all are known and none has more than 16 bits.
  var narrowIntegers: Integers? {
    guard case .column(let column) = self, column.known == nil,
      case .integer(let integers) = column.storage
    else { return nil }
    switch integers {
    case .int8, .int16: return integers
    case .int32, .int64: return nil
    }
  }
}
