import Columns

/// A function over the stretch of time (t − interval, t] that ends with each row's moment t.
struct Rolling: Sendable {
  let interval: CalendarInterval
  private let name: String
  private let label: String

  init(_ call: BoundCall) {
    interval = CalendarInterval(call[1]) ?? CalendarInterval(1, .days)
    (name, label) = (call.name, call.text(0))
  }

  func sums(_ frame: WindowFrame, _ column: Column) throws -> Column {
    try values(frame, column, IntegerTotal.self) { total, _, row -> Int64? in
      try total.fitting("\(name)(\(label))", row: row)
    }
  }

  /// What `value` makes of the sum and the number of known values in each row's stretch.
  func values<Sum: Total, Value: Stored>(
    _ frame: WindowFrame,
    _ column: Column,
    _: Sum.Type,
    _ value: (Sum, Int, Int) throws -> Value?
  ) throws -> Column {
    let (times, periods) = try times(of: frame)
    let input = Input<Sum.Term>(.column(column), rows: frame.rowCount)
    var results = [Value?](repeating: nil, count: frame.rowCount)
    var (incomplete, thin) = (0, 0)
    for partition in frame.partitions {
      var stretch = Stretch<Sum>(input)
      let rows = ordered(frame, partition, times)
      var (start, end) = (0, 0)
      while end < rows.count {
        try Cancellation.check(at: end)
        let moment = times.base[rows[end]]
        let first = end
        while end < rows.count, times.base[rows[end]] == moment {
          stretch.add(rows[end])
          end += 1
        }
        stretch.moments += 1
        guard let lower = lowerBound(moment, periods) else { continue }
        while times.base[rows[start]] <= lower {
          let old = times.base[rows[start]]
          while times.base[rows[start]] == old {
            stretch.remove(rows[start])
            start += 1
          }
          stretch.moments -= 1
        }
        let isWhole = lower + 1 >= times.base[rows[0]]
        guard isWhole, periods == nil || stretch.moments == periods else {
          incomplete += end - first
          continue
        }
        if stretch.known == 0 { continue }
        if stretch.known < stretch.rows { thin += end - first }
        for row in rows[first..<end] {
          results[row] = try value(stretch.sum, stretch.known, row)
        }
      }
    }
    frame.notes.add({ .incompleteWindows(function: name, rows: $0) }, incomplete)
    frame.notes.add({ .fewerValues(function: name, rows: $0) }, thin)
    return Functions.column(results.count) { results[$0] }
  }

  /// The rows of a partition whose moment is known, by moment.
  private func ordered(
    _ frame: WindowFrame,
    _ partition: Range<Int>,
    _ times: Buffer<Int32>
  ) -> [Int] {
    let rows = partition.map { Int(frame.rows.base[$0]) }
      .filter { frame.along?.isKnown($0) ?? false }
    let isOrdered = zip(rows, rows.dropFirst()).allSatisfy { times.base[$0] <= times.base[$1] }
    if isOrdered { return rows }
    return rows.sorted { times.base[$0] < times.base[$1] }
  }

  /// The last moment before the stretch that ends with `moment`.
  private func lowerBound(_ moment: Int32, _ periods: Int?) -> Int32? {
    if let periods { return moment - Int32(periods) }
    return Operators.day(moment, plus: interval.backwards)
  }

  /// The moments of all rows, and how many periods the interval has where they are periods.
  private func times(of frame: WindowFrame) throws -> (Buffer<Int32>, Int?) {
    guard let along = frame.along, let type = frame.alongType, type.isTemporal else {
      throw RunFailure.rollingWithoutTime(name)
    }
    guard case .period(let unit) = type else { return (along.ordinals, nil) }
    guard let periods = interval.periods(of: unit) else {
      throw RunFailure.intervalBesidePeriod(name, unit: unit)
    }
    return (along.ordinals, periods)
  }
}

/// The sum and the number of known values in a stretch of rows.
private struct Stretch<Sum: Total> {
  var sum = Sum()
  var known = 0
  var rows = 0
  var moments = 0
  private let input: Input<Sum.Term>

  init(_ input: Input<Sum.Term>) { self.input = input }

  mutating func add(_ row: Int) {
    rows += 1
    guard input.known?.base[row] ?? true else { return }
    sum.add(input.values.base[row])
    known += 1
  }

  mutating func remove(_ row: Int) {
    rows -= 1
    guard input.known?.base[row] ?? true else { return }
    sum.remove(input.values.base[row])
    known -= 1
  }
}
