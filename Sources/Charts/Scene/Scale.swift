import Catalog
import Glibc
import IO

/// A scale of an axis: its ends, and how the values between them are written.
struct Scale: Sendable {
  var low: Double
  var high: Double
  var kind: Kind
  /// The marks behind the labels of periods, by ordinals.
  var doubts: [Int: String] = [:]

  enum Kind: Sendable {
    /// Numbers; of whole ones no fraction is marked.
    case number(isPercent: Bool, isWhole: Bool)
    case periods(PeriodUnit)
    case days
    /// Values of an order, by their places.
    case names([String])
  }

  /// A mark of an axis.
  struct Tick: Sendable {
    var value: Double
    var label: String
  }

  init(_ low: Double, _ high: Double, _ kind: Kind) {
    (self.low, self.high, self.kind) = (low, high, kind)
  }

  /// The scale that reaches over both; names stay those of the longer one.
  func union(_ other: Scale) -> Scale {
    var scale = self
    scale.low = min(low, other.low)
    scale.high = max(high, other.high)
    scale.doubts.merge(other.doubts) { one, _ in one }
    if case .names(let own) = kind, case .names(let others) = other.kind, others.count > own.count {
      scale.kind = other.kind
    }
    return scale
  }

  /// Where a value lies between the ends, from 0 to 1.
  func fraction(_ value: Double) -> Double {
    // Halves, since the distance of the ends may be more than a real number holds.
    let span = high / 2 - low / 2
    return span > 0 ? min(1, max(0, (value / 2 - low / 2) / span)) : 0.5
  }

  /// The same ends at round numbers, so that about `count` ticks fit between them.
  func rounded(_ count: Int) -> Scale {
    guard case .number(_, let isWhole) = kind else { return self }
    var scale = self
    let step = Scale.step(over: high - low, most: count, isWhole: isWhole)
    guard (high - low).isFinite, high > low, (low / step).magnitude < 1e15 else { return self }
    scale.low = (low / step).rounded(.down) * step
    scale.high = (high / step).rounded(.up) * step
    if scale.high == scale.low { scale.high += step }
    return scale
  }

  /// Round marks, `most` at most.
  func ticks(most: Int) -> [Tick] {
    switch kind {
    case .number(let isPercent, let isWhole):
      return numberTicks(max(1, most), isPercent, isWhole)
    case .periods(let unit): return periodTicks(unit, max(1, most))
    case .days: return dayTicks(max(1, most))
    case .names(let names):
      let stride = max(1, (names.count + max(1, most) - 1) / max(1, most))
      return names.indices.filter { $0 % stride == 0 }
        .map { Tick(value: Double($0), label: names[$0]) }
    }
  }
}

// MARK: - Numbers

extension Scale {
  /// The smallest round step (1, 2, 2.5 or 5 times a power of ten) of which `most` fit in `span`.
  static func step(over span: Double, most: Int, isWhole: Bool) -> Double {
    guard span > 0, span.isFinite else { return 1 }
    let least = span / Double(max(1, most))
    let power = pow(10, floor(log10(least)))
    guard power > 0, power.isFinite else { return span }
    let found = [1, 2, 2.5, 5, 10].first { $0 * power >= least * (1 - 1e-9) } ?? 10
    let step = (found * power).isFinite ? found * power : span
    if isWhole, step < 1 { return 1 }
    return isWhole && step < 5 && step != step.rounded() ? 5 : step
  }

  private func numberTicks(_ most: Int, _ isPercent: Bool, _ isWhole: Bool) -> [Tick] {
    let step = Scale.step(over: high - low, most: most, isWhole: isWhole)
    let first = (low / step - 1e-9).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    guard last >= first, last - first <= 1000 else { return [] }
    return (0...Int(last - first)).map { place in
      let value = (first + Double(place)) * step
      return Tick(value: value, label: Scale.label(value, step: step, isPercent: isPercent))
    }
  }

  /// The label of a tick: all its digits that the step needs, words for millions and more.
  static func label(_ value: Double, step: Double, isPercent: Bool = false) -> String {
    let factor = isPercent ? 100.0 : 1
    let (value, step) = (value * factor, step * factor)
    let sign = isPercent ? "%" : ""
    let largest = max(value.magnitude, step)
    if largest >= 1e15 || (step < 1e-6 && step > 0) {
      return exactText(of: significant(value)) + sign
    }
    let words = [(1e12, " trillion"), (1e9, " billion"), (1e6, " million")]
    if value.magnitude >= 1e6, let (unit, word) = words.first(where: { value.magnitude >= $0.0 }) {
      return fixedText(of: value / unit, decimals: decimals(step / unit), grouped: true) + word
    }
    return fixedText(of: value, decimals: decimals(step), grouped: true) + sign
  }

  /// `value` without the noise of its last digits.
  private static func significant(_ value: Double) -> Double {
    guard value != 0 else { return 0 }
    let power = pow(10, floor(log10(value.magnitude)) - 5)
    return power > 0 && power.isFinite
      ? Double(exactText(of: (value / power).rounded()) + "e\(Int(log10(power).rounded()))")
        ?? value
      : value
  }

  /// The digits after the point that multiples of a step need.
  static func decimals(_ step: Double) -> Int {
    var (count, scaled) = (0, step)
    while count < 12, (scaled - scaled.rounded()).magnitude > 1e-6 * max(1, scaled) {
      (count, scaled) = (count + 1, scaled * 10)
    }
    return count
  }
}

// MARK: - Time

extension Scale {
  private func periodTicks(_ unit: PeriodUnit, _ most: Int) -> [Tick] {
    guard let first = Int(exactly: low.rounded()), let last = Int(exactly: high.rounded())
    else { return [] }
    let strides =
      switch unit {
      case .month: [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200]
      case .quarter, .fiscalQuarter: [1, 2, 4, 8, 20, 40, 80, 200, 400]
      case .week: [1, 4, 13, 26, 52, 104, 260, 520, 1040]
      case .year, .fiscalYear: [1, 2, 5, 10, 20, 50, 100, 200, 500]
      }
    let count = last - first + 1
    let stride = strides.first { (count + $0 - 1) / $0 <= most } ?? max(1, count / most)
    let ordinals = (first...last).filter { stride == 1 || $0.isMultiple(of: stride) }
    return (ordinals.isEmpty ? [first] : ordinals).map { ordinal in
      let text = unit.text(of: Int32(clamping: ordinal))
      return Tick(value: Double(ordinal), label: text + (doubts[ordinal] ?? ""))
    }
  }

  private func dayTicks(_ most: Int) -> [Tick] {
    guard let first = Int32(exactly: low.rounded()), let last = Int32(exactly: high.rounded())
    else { return [] }
    if Int(last - first) < most {
      return (first...last).map {
        Tick(value: Double($0), label: CivilDate(ordinal: $0).description)
      }
    }
    for (unit, strides) in [
      (PeriodUnit.month, [1, 3, 6]), (.year, [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]),
    ] {
      let ordinals = Int(unit.ordinal(of: first))...Int(unit.ordinal(of: last))
      for stride in strides where ordinals.count / stride <= most {
        let ticks = ordinals.filter { $0.isMultiple(of: stride) }.map { ordinal in
          Tick(
            value: Double(unit.firstDay(of: Int32(clamping: ordinal))),
            label: unit.text(of: Int32(clamping: ordinal))
          )
        }.filter { $0.value >= low && $0.value <= high }
        if !ticks.isEmpty { return ticks }
      }
    }
    return [Tick(value: low, label: CivilDate(ordinal: first).description)]
  }
}
