import CLanes
import Tables

/// The groups of rows, where they are so few that a byte tells which.
///
/// Each group's rows are then masked out of many rows at once, instead of each row's group being looked
/// for: the sum of a narrow column by conviction level takes two fifths of the time.
public struct FewGroups: Sendable {
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

  /// Adds the number of rows of each group.
  func addRows(to totals: UnsafeMutablePointer<Int64>) {
    scomm_add_rows(groups.base, Int64(groups.count), Int32(count), totals)
  }

  /// Adds each row's integer, which has 16 bits at most, to the total of its group.
  func add(_ integers: Integers, to totals: UnsafeMutablePointer<Int64>) {
    switch integers {
    case .byte(let values):
      scomm_add_bytes(groups.base, values.base, Int64(groups.count), Int32(count), totals)
    case .short(let values):
      scomm_add_shorts(groups.base, values.base, Int64(groups.count), Int32(count), totals)
    case .middle, .wide: preconditionFailure("only narrow integers are added so")
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
