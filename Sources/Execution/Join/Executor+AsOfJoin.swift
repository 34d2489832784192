import Catalog
import Columns
import Parallel
import Planner

extension Executor {
  /// Each left row with the right row that is nearest to it in time, in the direction asked for.
  func asOfMatches(_ moments: Join.AsOf, _ sides: JoinInputs) throws -> JoinMatches {
    let keys = try joinKeys(sides.join, sides.left, sides.right)
    let left = sides.left[moments.left]
    let right = sides.right[moments.right]
    let leftDays = left.days(sides.leftPlan.type(of: moments.left, left))
    let rightDays = right.days(sides.rightPlan.type(of: moments.right, right))
    let known = right.known.map { $0.selected() } ?? .rows(right.count)
    // The days as unsigned numbers in the same order.
    let codes = Buffer<UInt64>.tabulate(right.count) {
      UInt64(UInt32(bitPattern: rightDays.base[$0]) ^ 0x8000_0000)
    }
    let ordered = try sorted(known, by: codes, bits: 0..<32, workers)
    let search = AsOfSearch(index: JoinIndex(keys, ordered), days: rightDays, moments)
    let found = try workers.tabulate(left.count) { row -> Partner in
      left.known?.base[row] ?? true ? search.partner(of: row, at: leftDays.base[row]) : Partner()
    }
    var matches = JoinMatches(partners: .tabulate(found.count) { found[$0].row })
    matches.tieCount = (0..<found.count).count { found[$0].isTied }
    return matches
  }
}

/// A right row, or none, and whether others are as near.
private struct Partner {
  var row: Int32 = -1
  var isTied = false
}

/// A search for right rows by key and time.
private struct AsOfSearch {
  private let index: JoinIndex
  /// The days of the right rows at the places of the index.
  private let days: Buffer<Int32>
  private let moments: Join.AsOf

  /// A search among the right rows of `index`, where those of one key are in the order of time.
  init(index: JoinIndex, days: Buffer<Int32>, _ moments: Join.AsOf) {
    self.index = index
    self.days = days.picked(at: index.rows)
    self.moments = moments
  }

  /// The right row for a left one at `day`.
  func partner(of row: Int, at day: Int32) -> Partner {
    let places = index.places(of: row)
    if places.isEmpty { return Partner() }
    let first = places.partition { days.base[$0] >= day }
    let behind = places.lowerBound..<places.partition { days.base[$0] > day }
    let before = behind.isEmpty ? nil : within(behind.upperBound - 1, of: day)
    let next = first < places.upperBound ? within(first, of: day) : nil
    let place: Int? =
      switch moments.direction {
      case .last: before
      case .next: next
      case .nearest:
        nearest(before, next, to: day).map { found in
          places.partition { days.base[$0] >= days.base[found] }
        }
      }
    guard let place else { return Partner() }
    var isTied = false
    if moments.direction == .nearest, let before, let next, days.base[before] != day {
      isTied = Int(day) - Int(days.base[before]) == Int(days.base[next]) - Int(day)
    }
    for other in place - 1...place + 1 where other != place && places.contains(other) {
      isTied = isTied || days.base[other] == days.base[place]
    }
    return Partner(row: index.rows.base[place], isTied: isTied)
  }

  /// The earlier one of two places at equal distance.
  private func nearest(_ before: Int?, _ next: Int?, to day: Int32) -> Int? {
    guard let before else { return next }
    guard let next else { return before }
    let distance = Int(day) - Int(days.base[before])
    return distance <= Int(days.base[next]) - Int(day) ? before : next
  }

  /// The place, if it is not too far away.
  private func within(_ place: Int, of day: Int32) -> Int? {
    let other = days.base[place]
    switch moments.within {
    case nil:
      return place
    case .days(let most):
      return abs(Int(other) - Int(day)) <= most ? place : nil
    case .months(let most):
      let months = other < day ? -most : most
      let limit = CivilDate(ordinal: day).adding(months: months).ordinal
      return (other < day ? limit <= other : other <= limit) ? place : nil
    }
  }
}

extension Column {
  /// Dates as civil days; a period by its first day.
  fileprivate func days(_ type: DataType) -> Buffer<Int32> {
    guard case .period(let unit) = type else { return ordinals }
    let values = ordinals
    return .tabulate(values.count) { isKnown($0) ? unit.firstDay(of: values[$0]) : 0 }
  }
}
