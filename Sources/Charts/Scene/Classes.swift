import Catalog
import Functions
import Glibc
import IO
import Planner

/// Classes of a number, the lowest first: each begins at its limit and ends before the next one.
struct Classes: Sendable {
  /// Where all classes but the lowest begin.
  let limits: [Double]
  /// The known values, whose number a class tells.
  private let counts: [Int]
  private let isPercent: Bool
  private let only: Double?

  var count: Int { limits.count + 1 }
  /// Whether no value is known.
  var isEmpty: Bool { counts.allSatisfy { $0 == 0 } }

  /// The classes of known values: as asked, else five with equally many values in each.
  init(_ values: [Double], _ steps: ChartRequest.Steps?, isPercent: Bool) {
    self.isPercent = isPercent
    switch steps {
    case .limits(let limits): self.limits = limits
    case .count(let count): limits = Classes.equal(values.sorted(), count)
    case nil: limits = Classes.equal(values.sorted(), ChartRequest.mostSteps)
    }
    var counts = Array(repeating: 0, count: limits.count + 1)
    for value in values { counts[Classes.place(of: value, limits)] += 1 }
    self.counts = counts
    only = limits.isEmpty ? values.first : nil
  }

  /// The class of a value, from 0 on.
  func place(of value: Double) -> Int { Classes.place(of: value, limits) }

  private static func place(of value: Double, _ limits: [Double]) -> Int {
    limits.count { value >= $0 }
  }

  /// The class among the five signs that are told apart, so that few classes lie far apart.
  static func sign(_ place: Int, of count: Int) -> Int {
    let last = ChartRequest.mostSteps - 1
    guard count > 1 else { return last / 2 }
    return Int((Double(place * last) / Double(count - 1)).rounded())
  }

  /// Limits between sorted values so that each class has about equally many, as far as equal values
  /// let it; each is the roundest number that keeps them apart.
  private static func equal(_ sorted: [Double], _ count: Int) -> [Double] {
    guard let first = sorted.first, let last = sorted.last, first < last else { return [] }
    var places: Set<Int> = []
    for number in 1..<count {
      let wanted = max(1, sorted.count * number / count)
      let isApart = { (place: Int) -> Bool in
        (1..<sorted.count).contains(place) && sorted[place - 1] < sorted[place]
      }
      let distance = (0..<sorted.count).first { isApart(wanted - $0) || isApart(wanted + $0) }
      let nearest = distance.map { isApart(wanted - $0) ? wanted - $0 : wanted + $0 }
      if let nearest { places.insert(nearest) }
    }
    return places.sorted().map { roundest(above: sorted[$0 - 1], upTo: sorted[$0]) }
  }

  /// The number with the fewest digits that is more than `low`, and `high` at most.
  static func roundest(above low: Double, upTo high: Double) -> Double {
    if low < 0, high >= 0 { return 0 }
    let largest = max(low.magnitude, high.magnitude)
    guard largest > 0, largest.isFinite else { return high }
    let first = Int(log10(largest).rounded(.down)) + 1
    for power in stride(from: first, to: first - 17, by: -1) {
      for part in [1.0, 2, 5] {
        // Powers of ten below one are not exact, their inverses are.
        let (unit, inverse) = (pow(10, Double(power)), pow(10, Double(-power)))
        let found =
          power < 0
          ? (high * inverse * part).rounded(.down) / (inverse * part)
          : (high / unit * part).rounded(.down) * unit / part
        if found > low, found <= high { return found }
      }
    }
    return high
  }

  /// A class in words, with how many values it has.
  func label(_ place: Int) -> String {
    let count = groupedText(of: Int64(counts[place]))
    if limits.isEmpty { return (only.map { text($0) } ?? "no value") + " (\(count))" }
    if place == 0 { return "under \(text(limits[0])) (\(count))" }
    let low = text(limits[place - 1])
    return place == limits.count
      ? "\(low) and more (\(count))" : "\(low) to \(text(limits[place])) (\(count))"
  }

  private func text(_ value: Double) -> String {
    let factor = isPercent ? 100.0 : 1
    let decimals = Scale.decimals((value * factor).magnitude)
    let sign = isPercent ? "%" : ""
    if decimals > 6 || value.magnitude >= 1e15 { return exactText(of: value * factor) + sign }
    return fixedText(of: value * factor, decimals: decimals, grouped: true) + sign
  }
}

/// What stands in a cell of a map or a heat map.
enum PlotCell: Sendable {
  /// No row is there.
  case absent
  /// The value is missing.
  case unknown
  /// The class of a value, from 0 on, and the value as a text.
  case known(step: Int, text: String)
}

/// A map: places with a cell each.
struct MapPlot: Sendable {
  var places: [(place: PlaceMap.Place, cell: PlotCell)]
  var classes: Classes
  var outlines: [PlaceShape]
  /// Whether places are tiles of a grid, rather than outlines.
  var isTiled: Bool
}

/// A grid of cells: a heat map.
struct GridPlot: Sendable {
  /// The names above the columns.
  var columns: [String]
  var rows: [(label: String, cells: [PlotCell])]
  var classes: Classes
}
