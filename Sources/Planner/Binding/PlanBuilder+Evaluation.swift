import Catalog
import Columns
import Functions

extension PlanBuilder {
  /// The result of `plan`, for stages whose columns depend on data; nil where nothing may run, so
  /// that the columns stay open.
  func evaluateSubquery(_ plan: LogicalPlan) -> Table? {
    guard let run = binder.environment.evaluateSubquery, !hasUnknownColumns,
      binder.diagnostics.allSatisfy(\.isNote)
    else {
      hasUnknownColumns = true
      return nil
    }
    do {
      return try run(binder.query(plan))
    } catch let failure as RunFailure {
      let isFile = failure.kind == .table || failure.kind == .memory
      report(isFile ? .tableFailure(failure.text) : .evaluationFailed(failure.text), at: stage.span)
    } catch {
      report(.evaluationFailed("\(error)"), at: stage.span)
    }
    hasUnknownColumns = true
    return nil
  }

  /// The distinct values of a column as the rows are now, in key order; nil where nothing may run.
  func distinctValues(of column: PlanColumn) -> [Value]? {
    let shown = [PlanColumn(column.id, column.field)]
    let grouped = ending(.aggregate(plan, keys: [column.id], calls: []), columns: shown)
    guard let table = evaluateSubquery(grouped) else { return nil }
    return (0..<table.rowCount).map { table.columns[0][$0] }
  }

  /// The same rows under new identities, so that they can be joined with themselves.
  func duplicate(_ columns: [PlanColumn]) -> LogicalPlan {
    let copies = columns.map { column in
      PlanColumn(binder.newColumn(), column.field, isHidden: true)
    }
    let projections = zip(copies, columns).map { Projection($0.id, $1.expression) }
    return LogicalPlan(.project(plan, projections), columns: copies)
  }
}

extension Value {
  /// The value as a column heading shows it.
  func heading(_ type: DataType) -> String {
    if self == .missing { return "(missing)" }
    if case .text(let text) = self { return text }
    return Constant(self, type).described
  }
}
