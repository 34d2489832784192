import Catalog
import Functions

/// How the rows of two inputs are paired.
public struct Join: Sendable {
  /// What comes out.
  public var kind: Kind
  /// Columns that must be equal: left and right; missing never matches.
  ///
  /// They have one type.
  public var keys: [(left: ColumnID, right: ColumnID)]
  /// Left values that must lie within two right ones, inclusive.
  public var ranges: [(left: ColumnID, low: ColumnID, high: ColumnID)]
  /// Whether a left row may have several partners; else that is an error that names an example.
  public var allowsMany: Bool

  /// What comes out of a join.
  public enum Kind: Sendable {
    /// Every left row; without partner, the right columns are missing.
    case left
    /// Left rows with a partner.
    case inner
    /// Left rows without one; no right columns.
    case anti
    /// Every left row, with a truth value: has a partner. No right columns.
    case mark(ColumnID)
    /// Each left row with each right one.
    case cross
    /// The one right row nearest in time in a direction, within an interval if one is given.
    case asOf(AsOf)
  }

  /// The moments of an as-of join.
  public struct AsOf: Sendable {
    /// Which way from the left moment the right one lies.
    public var direction: Direction
    /// The left moment.
    public var left: ColumnID
    /// The right moment.
    public var right: ColumnID
    /// The largest distance, inclusive: days, or months with clamping.
    public var within: Within?
    /// Latest at or before, earliest at or after, or the nearer of both, the earlier where equal.
    public enum Direction: String, Sendable { case last, next, nearest }
    /// A largest distance in days, or in calendar months with clamping.
    public enum Within: Sendable { case days(Int), months(Int) }
    /// An as-of pairing of two columns of one type.
    public init(_ direction: Direction, left: ColumnID, right: ColumnID, within: Within?) {
      (self.direction, self.left, self.right, self.within) = (direction, left, right, within)
    }
  }

  /// A join.
  public init(
    _ kind: Kind,
    keys: [(left: ColumnID, right: ColumnID)],
    ranges: [(left: ColumnID, low: ColumnID, high: ColumnID)] = [],
    allowsMany: Bool = false
  ) {
    (self.kind, self.keys, self.ranges, self.allowsMany) = (kind, keys, ranges, allowsMany)
  }
}

extension Join {
  /// The columns of both sides whose values it compares.
  var comparedColumns: [(left: ColumnID, right: ColumnID)] {
    let bounds = ranges.flatMap { [($0.left, $0.low), ($0.left, $0.high)] }
    guard case .asOf(let moments) = kind else { return keys + bounds }
    return keys + bounds + [(moments.left, moments.right)]
  }
}
