import Columns

/// A table of the index that belongs to each ordinal of a stretch, such as of the year of each day.
public struct IndexTable: Sendable {
  /// The first ordinal.
  let start: Int32
  /// The index of each ordinal, or `outside`.
  let indices: Buffer<UInt8>
  /// The table as a line, where all indices follow each other at steady distances.
  let line: Line?

  /// The index of ordinals whose value is outside the key's domain.
  public static let outside = UInt8.max

  /// A table of indices from the ordinal `start` on.
  public init(_ indices: Buffer<UInt8>, from start: Int32) {
    (self.indices, self.start) = (indices, start)
    line = Line(indices)
  }

  /// Whether all ordinals from `least` to `most` have an index.
  func holds(_ least: Int64, _ most: Int64) -> Bool {
    let first = least - Int64(start)
    let last = most - Int64(start)
    guard first >= 0, last < Int64(indices.count) else { return false }
    return !indices[Int(first)..<Int(last) + 1].contains(IndexTable.outside)
  }
}

extension IndexTable {
  /// An index as a linear function of its place: `((place + shift) * slope + offset) >> 23`, where
  /// `place + shift`, `slope` and `offset` have 15 bits, so that vector instructions compute it.
  ///
  /// The years of days are such a function as long as every fourth one has a day more.
  struct Line: Sendable {
    let shift: Int
    let slope: Int16
    let offset: Int16

    private static let one = 1 << 23

    /// The line through every index of a table that is not outside; nil if there is none.
    init?(_ indices: Buffer<UInt8>) {
      let inside = indices.firstIndex { $0 != IndexTable.outside } ?? indices.count
      let count = indices[inside..<indices.count].firstIndex(of: IndexTable.outside)
      let end = count.map { inside + $0 } ?? indices.count
      let steps = Line.steps(of: indices, in: inside..<end)
      guard end - inside < 1 << 14, steps.count > 2, let last = steps.last,
        last.index - steps[0].index == steps.count - 1
      else { return nil }
      let rise = Line.one * (steps.count - 2)
      let typical = rise / (last.place - steps[1].place)
      for slope in [0, 1, -1, 2, -2, 4, -4, 8, -8, 16, -16].map({ typical + $0 }) {
        // An index is reached at its first place, and not before.
        let bounds = steps.dropFirst().map { $0.index * Line.one - $0.place * slope }
        let low = max(bounds.max() ?? 0, steps[0].index * Line.one - inside * slope)
        let high = min(
          (bounds.min() ?? 0) + slope - 1,
          (last.index + 1) * Line.one - 1 - (end - 1) * slope
        )
        guard low <= high, 0 < slope, slope <= Int(Int16.max) else { continue }
        let shift = low.flooredQuotient(slope)
        guard inside + shift >= 0, end + shift < 1 << 15 else { continue }
        (self.shift, self.slope) = (shift, Int16(slope))
        offset = Int16(low - shift * slope)
        return
      }
      return nil
    }

    /// The first place of each index.
    private static func steps(
      of indices: Buffer<UInt8>,
      in places: Range<Int>
    ) -> [(place: Int, index: Int)] {
      var steps: [(place: Int, index: Int)] = []
      for place in places where Int(indices[place]) != steps.last?.index {
        steps.append((place, Int(indices[place])))
      }
      return steps
    }
  }
}
