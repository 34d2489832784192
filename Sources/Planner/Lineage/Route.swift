import Functions

/// An input of an operation.
enum Side { case left, right }

/// The way from a plan down to a scan within it.
struct Route {
  /// The plan that it begins in: an input whose columns do not come out of its join; nil for the
  /// whole plan.
  var root: LogicalPlan?
  var path: [Side] = []
}

extension LogicalPlan {
  /// The greatest number of a column in it.
  var lastColumn: Int {
    let own = columns.map(\.id.number).max() ?? 0
    return [input(.left), input(.right)].reduce(own) { max($0, $1?.lastColumn ?? 0) }
  }

  /// The only or left input, or the right one; nil where there is none.
  private func input(_ side: Side) -> LogicalPlan? {
    switch (operation, side) {
    case (.scan, _): nil
    case (.join(let left, let right, _), _), (.append(let left, let right, _), _):
      side == .left ? left : right
    case (.filter(let input, _), .left), (.project(let input, _), .left),
      (.aggregate(let input, _, _), .left), (.window(let input, _), .left),
      (.sort(let input, _), .left), (.slice(let input, _), .left):
      input
    case (.filter, _), (.project, _), (.aggregate, _), (.window, _), (.sort, _), (.slice, _): nil
    }
  }

  /// The ways to those scans that `isEnd` names.
  func routes(to isEnd: (Scan) -> Bool) -> [Route] {
    if case .scan(let scan) = operation { return isEnd(scan) ? [Route()] : [] }
    return [Side.left, .right].flatMap { side -> [Route] in
      guard let input = input(side) else { return [] }
      var routes = input.routes(to: isEnd)
      for place in routes.indices where routes[place].root == nil {
        if case .join(_, _, let join) = operation, side == .right, !join.addsColumns {
          routes[place].root = input
        } else {
          routes[place].path.insert(side, at: 0)
        }
      }
      return routes
    }
  }

  /// What stands at the end of a path.
  func end(of path: ArraySlice<Side>) -> LogicalPlan {
    guard let side = path.first, let input = input(side) else { return self }
    return input.end(of: path.dropFirst())
  }

  /// What stands at the first grouping on a path, or at its end: the path to it, itself, and the
  /// path on from its input.
  func split(_ path: ArraySlice<Side>) -> (
    above: ArraySlice<Side>, node: LogicalPlan, below: ArraySlice<Side>
  ) {
    var node = self
    for place in path.indices {
      if case .aggregate = node.operation {
        return (path[..<place], node, path[(place + 1)...])
      }
      guard let next = node.input(path[place]) else { break }
      node = next
    }
    return (path, node, [])
  }

  /// Whether a grouping is part of it.
  package var groups: Bool {
    if case .aggregate = operation { return true }
    return inputs.contains(where: \.groups)
  }

  /// Whether every row of what stands at the end of a path comes out.
  func keepsAll(along path: ArraySlice<Side>) -> Bool {
    guard let side = path.first, let input = input(side) else { return true }
    let keeps =
      switch operation {
      case .project, .window, .sort, .append: true
      case .join(_, _, let join):
        switch join.kind {
        case .left, .mark, .cross, .asOf: side == .left
        case .inner, .anti: false
        }
      case .scan, .filter, .slice, .aggregate: false
      }
    return keeps && input.keepsAll(along: path.dropFirst())
  }

  /// The plan with another in the place of what stands at the end of a path, whose columns
  /// `carried` come out of everything above it, too.
  func carrying(
    _ carried: [PlanColumn],
    of replacement: LogicalPlan,
    at path: ArraySlice<Side>
  ) -> LogicalPlan {
    guard let side = path.first else { return replacement }
    var plan = self
    plan.columns += carried
    func change(_ input: LogicalPlan) -> LogicalPlan {
      input.carrying(carried, of: replacement, at: path.dropFirst())
    }
    switch operation {
    case .join(let left, let right, let join):
      plan.operation =
        side == .left ? .join(change(left), right, join) : .join(left, change(right), join)
    case .append(let left, let right, let pairings):
      let more = carried.map {
        Pairing(left: side == .left ? $0.id : nil, right: side == .right ? $0.id : nil)
      }
      plan.operation =
        side == .left
        ? .append(change(left), right, pairings + more)
        : .append(left, change(right), pairings + more)
    default: plan = plan.mappingInputs(change)
    }
    return plan
  }
}
