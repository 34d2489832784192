import Columns

/// The state of one aggregate for many groups at once.
///
/// The engine hands it stretches of rows in the order of rows, each row with the number of its
/// group; groups are numbered from zero, and there may be more at each call. Accumulators of later
/// rows are absorbed in order, so that the result depends on neither chunks nor workers.
public protocol Accumulator: AnyObject {
  /// Takes in rows: row `i` belongs to group `groups[i]`, which is below `groupCount`.
  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) throws
  /// Takes in what `later`, of the same kind, gathered from later rows: its group `g` is the group
  /// `groups[g]` here.
  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) throws
  /// The value of each group, in the order of their numbers. Groups never added to have seen no
  /// row.
  func finish(groupCount: Int) throws -> Column
  /// How many groups, when the values were asked for, had several values with the same claim, of
  /// which the first was taken.
  var tiedGroups: Int { get }
  /// How many groups, when the values were asked for, had one beyond what a real holds, and so none.
  var overflowedGroups: Int { get }
  /// Whether it takes in such operands by vectorized groups, too.
  func takesAtOnce(_ operands: [Operand]) -> Bool
  /// Takes in rows by vectorized groups; called only where `takesAtOnce` holds of the operands.
  func add(_ operands: [Operand], atOnce groups: any VectorizedGroups)
  /// Whether each group has taken in rows; nil where the accumulator does not keep that, which it
  /// tells from its first rows on.
  func occupied(_ groupCount: Int) -> [Bool]?
}

extension Accumulator {
  /// Most accumulators have one value to give.
  public var tiedGroups: Int { 0 }

  /// Most accumulators give values that they took in.
  public var overflowedGroups: Int { 0 }

  /// Most accumulators have nothing to gain from that.
  public func takesAtOnce(_ operands: [Operand]) -> Bool { false }

  /// Not called where `takesAtOnce` does not hold.
  public func add(_ operands: [Operand], atOnce groups: any VectorizedGroups) {}

  /// Most accumulators do not keep that.
  public func occupied(_ groupCount: Int) -> [Bool]? { nil }
}
