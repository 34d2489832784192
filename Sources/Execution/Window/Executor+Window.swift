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
    let groups = try groups(window.partition, of: input, inputPlan)
    var output = input
    let spread = try accumulate(window.aggregates, over: input, groups, stage: request.stage)
    let rowGroups = try workers.tabulate(input.rowCount) {
      Int32(truncatingIfNeeded: groups.number(of: $0))
    }
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

  private func frame(
    _ window: Window,
    _ groups: Grouping,
    _ numbers: Buffer<Int32>,
    _ input: Chunk,
    _ plan: LogicalPlan
  ) throws -> WindowFrame {
    let ordered = try order(window.order, of: input, plan)
    let sizes = groups.sizes(rowCount: input.rowCount)
    var ends: [Int] = []
    for size in sizes { ends.append((ends.last ?? 0) + size) }
    let partitions = zip(ends, sizes).map { $0 - $1..<$0 }
    var next = partitions.map(\.lowerBound)
    let rows = Buffer<Int32>(count: input.rowCount) { target in
      var place = 0
      while place < ordered.count {
        let row = ordered.base[place]
        let group = Int(numbers.base[Int(row)])
        target[next[group]] = row
        next[group] &+= 1
        place &+= 1
      }
    }
    let along = window.order.first.map { input[$0.column] }
    if let name = window.inheritedMoment, let along {
      try checkMoments(along, name, rows, partitions, window)
    }
    return WindowFrame(
      rows: rows,
      partitions: partitions,
      along: along,
      alongType: window.order.first.flatMap { key in along.map { plan.type(of: key.column, $0) } }
    )
  }

  /// Throws where the order is inherited, not written, and two rows of a partition have one moment.
  private func checkMoments(
    _ along: Column,
    _ name: String,
    _ rows: Buffer<Int32>,
    _ partitions: [Range<Int>],
    _ window: Window
  ) throws {
    for partition in partitions {
      for place in partition.dropFirst() {
        let (row, before) = (Int(rows.base[place]), Int(rows.base[place - 1]))
        if along.isKnown(row), along.isKnown(before), along.ordinals[row] == along.ordinals[before]
        {
          let function = window.functions.first { $0.needsOrder }?.name ?? ""
          throw RunFailure(
            "\(function) goes along \(name) here, but several rows have the same \(name). "
              + "Write per and what tells them apart, or along and the order that is meant.",
            .arithmetic
          )
        }
      }
    }
  }
}
