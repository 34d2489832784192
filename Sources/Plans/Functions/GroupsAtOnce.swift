import CLanes
import Tables

/// The groups of rows that nobody writes down: counts and sums find them, many rows at once.
public protocol GroupsAtOnce {
  /// How many groups there are.
  var count: Int { get }
  /// Adds the number of rows of each group; gives how many rows it has taken, from the first one on.
  ///
  /// The total of a group may be that of `totals` and of `near` together.
  func addRows(to totals: UnsafeMutablePointer<Int64>, near: UnsafeMutablePointer<UInt8>) -> Int
  /// Adds each row's integer, which has 16 bits at most, to the total of its group; gives how many rows
  /// it has taken, as many as others take.
  func add(_ integers: Integers, to totals: UnsafeMutablePointer<Int64>) -> Int
}

/// All rows in one group.
public struct SingleGroup: GroupsAtOnce {
  /// There is one.
  public var count: Int { 1 }
  private let rowCount: Int

  /// So many rows.
  public init(_ rowCount: Int) { self.rowCount = rowCount }

  /// Adds the number of rows.
  public func addRows(
    to totals: UnsafeMutablePointer<Int64>,
    near: UnsafeMutablePointer<UInt8>
  ) -> Int {
    totals[0] &+= Int64(rowCount)
    return rowCount
  }

  /// Adds the integers of all rows.
  public func add(_ integers: Integers, to totals: UnsafeMutablePointer<Int64>) -> Int {
    switch integers {
    case .byte(let values): totals[0] &+= sum(values)
    case .short(let values): totals[0] &+= sum(values)
    case .middle, .wide: preconditionFailure("only narrow integers are added so")
    }
    return rowCount
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

/// The groups of rows, where they are so few that a byte tells which.
///
/// Each group's rows are then masked out of many rows at once, instead of each row's group being looked
/// for: the sum of a narrow column by conviction level takes two fifths of the time.
public struct FewGroups: GroupsAtOnce {
  /// For each row its group.
  public let groups: Buffer<UInt8>
  /// How many groups there are.
  public let count: Int

  /// As many groups at most.
  public static let most = SCOMM_MOST_LANES

  /// The groups of rows, each below `count`; nil if they are too many.
  public init?(_ groups: Buffer<UInt8>, count: Int) {
    if count == 0 || count > FewGroups.most { return nil }
    (self.groups, self.count) = (groups, count)
  }

  /// Adds the number of rows of each group: all rows at once.
  public func addRows(
    to totals: UnsafeMutablePointer<Int64>,
    near: UnsafeMutablePointer<UInt8>
  ) -> Int {
    scomm_add_rows(groups.base, Int64(groups.count), Int32(count), totals)
    return groups.count
  }

  /// Adds each row's integer to the total of its group: all rows at once.
  public func add(_ integers: Integers, to totals: UnsafeMutablePointer<Int64>) -> Int {
    switch integers {
    case .byte(let values):
      scomm_add_bytes(groups.base, values.base, Int64(groups.count), Int32(count), totals)
    case .short(let values):
      scomm_add_shorts(groups.base, values.base, Int64(groups.count), Int32(count), totals)
    case .middle, .wide: preconditionFailure("only narrow integers are added so")
    }
    return groups.count
  }
}

/// The groups of rows by the codes of a column, which are read as they are stored.
public struct CodeGroups: GroupsAtOnce {
  /// How many groups there are.
  public let count: Int
  private let column: Column
  private let codes: Codes

  /// The groups by the codes of a column, of which all are known and below `count`; nil for other columns,
  /// and for codes of more than 16 bits.
  public init?(_ column: Column, count: Int) {
    guard case .code(let codes, _) = column.storage, column.known == nil else { return nil }
    if case .wide = codes { return nil }
    (self.column, self.codes, self.count) = (column, codes, count)
  }

  /// Adds the number of rows of each group: all rows at once, or what was noted of them.
  public func addRows(
    to totals: UnsafeMutablePointer<Int64>,
    near: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let rows = Int64(codes.count)
    switch codes {
    case .narrow(let codes):
      if let ranks = column.codeRanks {
        for code in 0..<count { totals[code] &+= Int64(ranks[code + 1]) - Int64(ranks[code]) }
        break
      }
      scomm_count_byte_codes(codes.base, rows, Int64(count), totals)
      column.noteCodes()
      column.noteZone()
    case .middle(let codes): scomm_count_short_codes(codes.base, rows, totals)
    case .wide: preconditionFailure("wide codes are counted by their cells")
    }
    return codes.count
  }

  /// Adds each row's integer to the total of its group: all rows at once.
  public func add(_ integers: Integers, to totals: UnsafeMutablePointer<Int64>) -> Int {
    let (rows, groups) = (Int64(codes.count), Int64(count))
    switch (codes, integers) {
    case (.narrow(let codes), .byte(let values)):
      scomm_sum_bytes_of_byte_codes(codes.base, values.base, rows, groups, totals)
    case (.narrow(let codes), .short(let values)):
      scomm_sum_shorts_of_byte_codes(codes.base, values.base, rows, groups, totals)
    case (.middle(let codes), .byte(let values)):
      scomm_sum_bytes_of_short_codes(codes.base, values.base, rows, totals)
    case (.middle(let codes), .short(let values)):
      scomm_sum_shorts_of_short_codes(codes.base, values.base, rows, totals)
    default: preconditionFailure("only narrow integers are added so")
    }
    return codes.count
  }
}

/// Sums of reals and their rounding errors, several at once.
struct RealLanes {
  private var pairs = [Double](repeating: 0, count: 2 * Int(SCOMM_REALS_AT_ONCE))

  /// The sums and what they have rounded off.
  var terms: [Double] { pairs }

  /// Adds values to the sums in turn, up to those that would lose something, or to the last few; gives how
  /// many.
  mutating func add(_ values: UnsafePointer<Double>, _ count: Int) -> Int {
    Int(scomm_add_all_reals(values, Int64(count), &pairs))
  }

  /// Adds values to the pairs of their groups, from a row on up to one that would lose something; gives
  /// which row comes next.
  static func add(
    _ values: UnsafePointer<Double>,
    _ groups: Buffer<UInt32>,
    from row: Int,
    to pairs: UnsafeMutableRawPointer
  ) -> Int {
    let pairs = pairs.assumingMemoryBound(to: Double.self)
    return Int(scomm_add_reals(values, groups.base, Int64(row), Int64(groups.count), pairs))
  }
}

/// A straight line that tells places by ordinals, such as those of years by their days: the distance from
/// the first ordinal times the slope, and the offset, without the last bits.
///
/// Looking places up in a table took half of the time of a count by county and year; products of 16-bit
/// numbers take a quarter of that, as there are vector instructions for many of them.
public struct OrdinalLine: Sendable {
  private let line: scomm_line
  /// The most that distances, places, slopes and strides may be, so that products are those of 16 bits.
  public static let largest = Int(Int16.max)

  /// The line from one ordinal to another one, whose places count `stride` each.
  public init(
    _ ordinals: ClosedRange<Int32>,
    slope: Int,
    offset: Int32,
    shift: Int,
    stride: Int
  ) {
    line = scomm_line(
      first: ordinals.lowerBound,
      last: ordinals.upperBound,
      slope: Int16(slope),
      stride: Int16(stride),
      offset: offset,
      shift: Int32(shift)
    )
  }

  /// Adds the shares of ordinals to the cells there are; false if an ordinal is not on the line.
  public func add(_ ordinals: Buffer<Int32>, to cells: UnsafeMutablePointer<UInt32>) -> Bool {
    scomm_cells(keys(ordinals), cells) != 0
  }

  fileprivate func keys(_ ordinals: Buffer<Int32>) -> scomm_keys {
    scomm_keys(
      line: line,
      ordinals: ordinals.base,
      bytes: nil,
      shorts: nil,
      stride: 0,
      count: Int64(ordinals.count)
    )
  }
}

/// The groups of rows by a code and by an ordinal's place on a line.
///
/// The cell of a row is not written down where it is only counted or added up in: so the columns come in
/// while sums wait for their own memory, which takes a fifth off both.
public struct LineGroups: GroupsAtOnce {
  /// How many groups there are.
  public let count: Int
  private let keys: scomm_keys
  private let owners: (Codes, Buffer<Int32>)

  /// The groups of rows by codes below `codeCount`, which count `stride` each, and by ordinals; nil if
  /// the codes or their stride are too large.
  public init?(
    _ codes: Codes,
    below codeCount: Int,
    stride: Int,
    _ ordinals: Buffer<Int32>,
    on line: OrdinalLine,
    count: Int
  ) {
    if max(stride, codeCount - 1) > OrdinalLine.largest { return nil }
    var keys = line.keys(ordinals)
    switch codes {
    case .narrow(let codes): keys.bytes = codes.base
    case .middle(let codes): keys.shorts = codes.base
    case .wide: return nil
    }
    keys.stride = Int16(stride)
    (self.keys, self.count, owners) = (keys, count, (codes, ordinals))
  }

  /// Writes the cells; false if an ordinal is not on the line.
  public func write(to cells: UnsafeMutablePointer<UInt32>) -> Bool {
    withExtendedLifetime(owners) { scomm_cells(keys, cells) != 0 }
  }

  /// Adds the number of rows of each group, up to an ordinal that is not on the line or the last few.
  public func addRows(
    to totals: UnsafeMutablePointer<Int64>,
    near: UnsafeMutablePointer<UInt8>
  ) -> Int {
    withExtendedLifetime(owners) { Int(scomm_count_cells(keys, near, totals)) }
  }

  /// Adds each row's integer to the total of its group, of the same rows.
  public func add(_ integers: Integers, to totals: UnsafeMutablePointer<Int64>) -> Int {
    withExtendedLifetime(owners) {
      switch integers {
      case .byte(let values): Int(scomm_sum_bytes(keys, values.base, totals))
      case .short(let values): Int(scomm_sum_shorts(keys, values.base, totals))
      case .middle, .wide: preconditionFailure("only narrow integers are added so")
      }
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
    case .byte, .short: return integers
    case .middle, .wide: return nil
    }
  }
}
