import Catalog
import Columns

/// The row that a window function compares each row with: some periods, rows or a span of time
/// away.
public struct Neighbor: Sendable {
  private let function: String
  /// How many rows or periods away; below zero for earlier ones.
  package let step: Int
  private let interval: CalendarInterval?
  /// Whether the value is that row's alone, and not compared with the row's own.
  public let isAlone: Bool

  enum Side: Int { case before = -1, after = 1 }

  /// The row on a side of each that the call's second argument says, or the next one.
  init(_ call: BoundCall, _ side: Side, isAlone: Bool = false) {
    (function, self.isAlone) = (call.name, isAlone)
    let span = call.count == 2 ? CalendarInterval(call[1]) : nil
    interval = side == .before ? span?.backwards : span
    step = side.rawValue * (call.count == 2 && span == nil ? call.integer(1) : 1)
  }

  /// How many periods away it is; nil where the span is no whole number of them.
  public func periods(of unit: PeriodUnit) -> Int? {
    guard let interval else { return step }
    return interval.periods(of: unit)
  }

  /// The moment to look for from another; nil where rows are counted.
  fileprivate func target(
    along type: DataType?,
    descending: Bool
  ) throws -> (@Sendable (Int32) -> Int32?)? {
    switch (type, interval) {
    case (.period(let unit)?, _):
      guard let periods = periods(of: unit) else {
        throw RunFailure.intervalBesidePeriod(function, unit: unit)
      }
      let distance = descending ? -periods : periods
      return { Int32(exactly: Int($0) + distance) }
    case (.date?, let interval?):
      let span = descending ? interval.backwards : interval
      return { Operators.day($0, plus: span) }
    case (_, nil): return nil
    default: throw RunFailure.rollingWithoutTime(function)
    }
  }

  fileprivate func absent(_ rows: Int) -> Notice { .gaps(function: function, rows: rows) }
}

extension CalendarInterval {
  /// How many periods of a unit it is; nil where that is no whole number.
  package func periods(of unit: PeriodUnit) -> Int? {
    switch (self.unit, unit.months) {
    case (.months, let months?) where count % months == 0: count / months
    case (.days, nil) where count % 7 == 0: count / 7
    default: nil
    }
  }
}

extension WindowFrame {
  var rowCount: Int { rows.count }

  /// The row to compare each with, in the input's order of rows, or −1.
  ///
  /// Where the moment to look for lies between a partition's first and last and no row has it, the
  /// notes count it.
  func neighbors(_ neighbor: Neighbor) throws -> Buffer<Int32> {
    guard let along,
      let target = try neighbor.target(along: alongType, descending: isDescending)
    else { return neighbors(at: neighbor.step) }
    let times = along.ordinals
    let precedes: (Int32, Int32) -> Bool = isDescending ? { $0 > $1 } : { $0 < $1 }
    var absent = 0
    defer { notes.add(neighbor.absent, absent) }
    return Buffer(filling: rowCount) { found in
      for partition in partitions {
        let dated = partition.prefix { along.isKnown(Int(rows.base[$0])) }
        var other = dated.startIndex
        for place in partition {
          let row = Int(rows.base[place])
          found[row] = -1
          guard place < dated.endIndex else { continue }
          guard let moment = target(times.base[row]) else {
            absent += 1
            continue
          }
          while other < dated.endIndex, precedes(times.base[Int(rows.base[other])], moment) {
            other += 1
          }
          guard other < dated.endIndex else { continue }
          if times.base[Int(rows.base[other])] == moment {
            found[row] = rows.base[other]
          } else if other > dated.startIndex {
            absent += 1
          }
        }
      }
    }
  }

  /// The row so many places further in the window's order, for each row in the input's, or −1.
  private func neighbors(at distance: Int) -> Buffer<Int32> {
    Buffer(filling: rowCount) { target in
      for partition in partitions {
        for place in partition {
          let other = place + distance
          target[Int(rows.base[place])] = partition.contains(other) ? rows.base[other] : -1
        }
      }
    }
  }

  /// How many rows have the moment of the row before them, in its partition.
  public var repeatedMoments: Int {
    guard let along else { return 0 }
    let times = along.ordinals
    return partitions.reduce(0) { sum, partition in
      sum
        + partition.dropFirst().count { place in
          let (row, before) = (Int(rows.base[place]), Int(rows.base[place - 1]))
          return along.isKnown(row) && along.isKnown(before)
            && times.base[row] == times.base[before]
        }
    }
  }
}
