import Catalog
import Columns
import Functions
import Parallel
import Planner

extension Executor {
  /// Adds columns computed from the rows around each.
  func window(_ inputPlan: LogicalPlan, _ window: Window, _ request: ExecutionRequest) throws
    -> OperatorPipeline
  {
    let (input, inputMetrics) = try input(inputPlan, of: request)
    let metrics = request.metrics(over: inputMetrics, input.rowCount, input.rowCount)
    let groups = try groups(window.partition, of: input, inputPlan, keepingOrder: false)
    var output = input
    let rowGroups = try workers.tabulate(input.rowCount) {
      Int32(truncatingIfNeeded: groups.number(of: $0))
    }
    let spread = try self.spread(window.aggregates, over: input, groups, rowGroups, request.stage)
    let columns = try spread.columns.map {
      try $0.gathered(rowGroups, hasAbsent: false, by: workers)
    }
    for (call, column) in zip(window.aggregates, columns) { output.columns[call.output] = column }
    metrics.notices = spread.notices
    if !window.functions.isEmpty {
      let frame = try attributing(to: request.stage) {
        try self.frame(window, groups, rowGroups, input, inputPlan)
      }
      for call in window.functions {
        let arguments = try computed(call.arguments, over: input, request.stage, metrics)
        output.columns[call.output] = try attributing(to: request.stage) {
          try call.kernel(frame, arguments)
        }
        metrics.notices += frame.notes.take()
      }
    }
    return OperatorPipeline(source: output.keeping(request.needed), metrics: metrics)
  }

  /// For each call its value of each group, in the order of their numbers.
  private func spread(
    _ calls: [AggregateCall],
    over input: Chunk,
    _ groups: Grouping,
    _ numbers: Buffer<Int32>,
    _ stage: Int?
  ) throws -> (columns: [Column], notices: [Notice]) {
    if !calls.isEmpty, groups.isCrowded(input.rowCount),
      let found = try partitioned(
        input,
        by: KeyEncoder.encoders(Column(.integer(.int32(numbers))), .integer, by: workers),
        keeping: [],
        calls,
        stage: stage
      )
    {
      return (calls.map { found.output[$0.output] }, found.notices)
    }
    return try accumulate(calls, over: input, groups, stage: stage)
  }

  private func frame(
    _ window: Window,
    _ groups: Grouping,
    _ numbers: Buffer<Int32>,
    _ input: Chunk,
    _ plan: LogicalPlan
  ) throws -> WindowFrame {
    var partitions: [Range<Int>] = []
    partitions.reserveCapacity(groups.count)
    for size in groups.sizes(rowCount: input.rowCount) {
      let start = partitions.last?.upperBound ?? 0
      partitions.append(start..<start + size)
    }
    let rows = try self.rows(of: partitions, numbers, window.order, input, plan)
    let along = window.order.first.map { input[$0.column] }
    let frame = WindowFrame(
      rows: rows,
      partitions: partitions,
      along: along,
      alongType: window.order.first.flatMap { key in along.map { plan.type(of: key.column, $0) } },
      isDescending: window.order.first?.isDescending ?? false
    )
    if let along, let key = window.order.first?.column,
      window.functions.contains(where: \.needsOrder)
    {
      let name = plan.columns.first { $0.id == key }?.field.name ?? ""
      let missing = along.known.map { $0.count - $0.trueCount } ?? 0
      frame.notes.add({ .lastInOrder(column: name, rows: $0) }, missing)
    }
    if let moment = window.moment { try check(moment, frame, window) }
    return frame
  }

  /// The rows, partition after partition, each in the window's order (stable).
  private func rows(
    of partitions: [Range<Int>],
    _ numbers: Buffer<Int32>,
    _ keys: [SortKey],
    _ input: Chunk,
    _ plan: LogicalPlan
  ) throws -> Buffer<Int32> {
    if partitions.count > workers.chunkSize {
      // The next place of each misses the cache: to sort by the partitions' numbers is quicker.
      let number = Column(.integer(.int32(numbers)))
      let encoders = try KeyEncoder.encoders(number, .integer, by: workers)
      return try order(keys, of: input, plan, within: encoders)
    }
    let ordered = try order(keys, of: input, plan)
    var next = partitions.map(\.lowerBound)
    return Buffer<Int32>(count: input.rowCount) { target in
      var place = 0
      while place < ordered.count {
        let row = ordered.base[place]
        let group = Int(numbers.base[Int(row)])
        target[next[group]] = row
        next[group] &+= 1
        place &+= 1
      }
    }
  }

  /// Throws where two rows of a partition have one period; counts those of one date.
  private func check(_ moment: Window.Moment, _ frame: WindowFrame, _ window: Window) throws {
    let repeated = frame.repeatedMoments
    if !moment.isPeriod {
      return frame.notes.add(
        { .equalMoments(column: moment.name, rows: $0, tiebreaker: moment.tiebreaker) },
        repeated
      )
    }
    if repeated == 0 { return }
    let function = window.functions.first { $0.needsOrder }?.name ?? ""
    throw RunFailure(moment.failure(of: function), .arithmetic)
  }
}
