import Functions

/// The columns that an operation needs of its input's rows, and whether it needs their order.
struct RowRequest {
  var needed: Set<ColumnID>
  var ordered: Bool

  init(_ needed: some Sequence<ColumnID>, ordered: Bool) {
    (self.needed, self.ordered) = (Set(needed), ordered)
  }

  /// The same with more columns.
  func adding(_ columns: some Sequence<ColumnID>) -> RowRequest {
    RowRequest(needed.union(columns), ordered: ordered)
  }

  /// The input's columns for an operation that makes some columns out of others.
  func replacing(
    _ made: some Sequence<ColumnID>,
    with read: some Sequence<ColumnID>
  ) -> RowRequest {
    RowRequest(needed.subtracting(made).union(read), ordered: ordered)
  }

  /// The same columns in order.
  var inOrder: RowRequest { RowRequest(needed, ordered: true) }
}
