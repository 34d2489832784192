import Plans
import Tables

extension OrdinalLine {
  /// The line through the places that `table`'s values have on an axis; nil if no straight line meets all
  /// of them.
  init?(_ table: OrdinalTable, on axis: GroupAxis, stride: Int) {
    let largest = OrdinalLine.largest
    // The slope takes the square of the number of steps, so whether they are too many comes first.
    guard let steps = PlaceSteps(table, on: axis),
      max(steps.length, axis.known, stride) <= largest, let steepness = steps.slope
    else { return nil }
    for shift in (0..<31).reversed() {
      let slope = Int((steepness * Double(1 << shift)).rounded())
      guard slope <= largest, let offset = steps.offset(slope: slope, shift: shift)
      else { continue }
      let first = table.start + Int32(steps.first)
      let last = first + Int32(steps.length - 1)
      self.init(first...last, slope: slope, offset: offset, shift: shift, stride: stride)
      return
    }
    return nil
  }
}

/// The codes of a key, which are its places.
struct PlacedCodes {
  /// For each row its code.
  let codes: Codes
  /// All codes are below it.
  let count: Int
  /// By how much the cell's number grows with the code.
  let stride: UInt32

  /// The groups by these codes and by ordinals on a line, of which there are `count`.
  func groups(_ ordinals: Buffer<Int32>, on line: OrdinalLine?, count: Int) -> LineGroups? {
    line.flatMap {
      LineGroups(codes, below: self.count, stride: Int(stride), ordinals, on: $0, count: count)
    }
  }
}

/// The stretches of ordinals with the same place, one after the other, on their way up.
private struct PlaceSteps {
  /// Where in the table the first one begins.
  private(set) var first = 0
  /// How many ordinals they have in all.
  private(set) var length = 0
  /// Of each its place and its first and last ordinal, counted from the first one of all.
  private var steps: [(place: Int, first: Int, last: Int)] = []

  /// The steps of those values of a table that have places; nil if these are not on their way up, or
  /// other values stand between them.
  init?(_ table: OrdinalTable, on axis: GroupAxis) {
    for row in 0..<table.values.count {
      let value = Int64(table.values.base[row])
      if !axis.holds(value, value) { continue }
      if steps.isEmpty { first = row }
      let place = Int(value - axis.least)
      guard row - first == length, place >= steps.last?.place ?? 0 else { return nil }
      if place == steps.last?.place {
        steps[steps.count - 1].last = length
      } else {
        steps.append((place, length, length))
      }
      length += 1
    }
    if steps.isEmpty { return nil }
  }

  /// Places per ordinal: the middle of what any two steps allow; nil if there is nothing between.
  var slope: Double? {
    var (least, most) = (0.0, 1.0)
    for step in steps {
      for other in steps where other.first != step.first {
        if other.first > step.first {
          // From the first ordinal of one to the last of a later one.
          let rise = other.place + 1 - step.place
          most = min(most, Double(rise) / Double(other.last - step.first))
        } else {
          let rise = step.place - other.place - 1
          least = max(least, Double(rise) / Double(step.first - other.last))
        }
      }
    }
    return least < most ? (least + most) / 2 : nil
  }

  /// What to add so that each step keeps its place from its first to its last ordinal; nil if nothing
  /// does, or it does not fit into 32 bits.
  func offset(slope: Int, shift: Int) -> Int32? {
    let least = steps.map { $0.place << shift - slope * $0.first }.max() ?? 0
    let most = steps.map { ($0.place + 1) << shift - 1 - slope * $0.last }.min() ?? 0
    let top = (steps[steps.count - 1].place + 1) << shift
    if least > most || top > 1 << 31 || max(abs(least), abs(most)) > 1 << 30 { return nil }
    return Int32((least + most) / 2)
  }
}
