import Catalog
import Functions

extension BoundQuery {
  /// The query of how many values are known behind each sum that a chart draws along periods: the
  /// period, the other keys of the sum, and the count.
  ///
  /// Nil where what is drawn is no sum of one column, or goes along no period.
  public func knownValues(of request: ChartRequest) -> BoundQuery? {
    let visible = plan.columns.filter { !$0.isHidden }
    func column(_ name: String?) -> PlanColumn? {
      name.flatMap { name in visible.first { $0.field.name == name } }
    }
    let periods = visible.filter { if case .period = $0.field.type { true } else { false } }
    guard let x = column(request.x) ?? (request.x == nil ? periods.first : nil),
      case .period = x.field.type
    else { return nil }
    let sums = visible.filter { totals.contains($0.field.name) }
    let measure = request.kind == "heat" ? request.color : request.y.first
    guard let y = column(measure) ?? (sums.count == 1 ? sums[0] : nil) else { return nil }
    var (part, wanted) = (plan, y.id)
    while true {
      switch part.operation {
      case .project(let input, let projections):
        if let projection = projections.first(where: { $0.output == wanted }) {
          guard let source = projection.expression.column else { return nil }
          wanted = source
        }
        part = input
      case .sort(let input, _), .window(let input, _), .filter(let input, _), .slice(let input, _):
        part = input
      case .aggregate(let input, let keys, let calls):
        guard keys.contains(x.id), let call = calls.first(where: { $0.output == wanted }),
          call.name == "sum", call.condition == nil, let summed = call.arguments.first,
          let count = Function.aggregate("count", over: [summed], output: call.output)
        else { return nil }
        let result = PlanColumn(count.output, Field("known", count.type))
        let others = keys.filter { $0 != x.id }
        let columns = others.compactMap { id in part.columns.first { $0.id == id } }
        let counted = LogicalPlan(
          .aggregate(input, keys: [x.id] + others, calls: [count]),
          columns: [x] + columns + [result]
        )
        return columns.count == others.count ? giving(counted) : nil
      case .scan, .join, .append: return nil
      }
    }
  }
}
