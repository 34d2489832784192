import Catalog
import Columns

/// One column that a window operation adds: a value for each row from the rows around it.
public struct WindowCall: Sendable {
  /// The function's name: what SQL and `explain` go by.
  public let name: String
  /// What it is computed over, row by row.
  public let arguments: [BoundExpression]
  /// The type of what it gives.
  public let type: DataType
  /// Whether it means something only in an order.
  public let needsOrder: Bool
  /// What it measures, for the ledger.
  public var measure = AggregateCall.Measure.argument
  /// Computes it.
  public let kernel: WindowKernel
  /// The row that it compares each with, if it looks at one.
  public internal(set) var neighbor: Neighbor?
  /// The span of time whose rows it takes in, if it rolls.
  public internal(set) var span: CalendarInterval?
  /// The column that it fills.
  public var output: ColumnID

  package init(
    _ name: String,
    _ arguments: [BoundExpression],
    type: DataType,
    needsOrder: Bool,
    output: ColumnID = ColumnID(-1),
    kernel: @escaping WindowKernel
  ) {
    (self.name, self.arguments, self.type) = (name, arguments, type)
    (self.needsOrder, self.output, self.kernel) = (needsOrder, output, kernel)
  }
}

/// Computes a window function for all rows.
///
/// The result is in the order of the input's rows.
public typealias WindowKernel =
  @Sendable (_ frame: WindowFrame, _ operands: [Column]) throws -> Column
