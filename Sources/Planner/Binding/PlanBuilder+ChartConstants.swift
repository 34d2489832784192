import Catalog
import Diagnostics
import Functions
import Syntax

extension PlanBuilder {
  /// The title and the note.
  func chartTexts(of stage: Stage, into request: inout ChartRequest) -> Bool {
    func text(_ slot: Slot<Expression>) -> String?? {
      guard let expression = stage[slot] else { return .some(nil) }
      guard let constant = binder.constant(expression), case .text(let text) = constant.value
      else { return report(.chartNeedsText(slot.label), at: expression.span) }
      return .some(text)
    }
    guard let title = text(ChartSlots.title), let note = text(ChartSlots.note) else { return false }
    (request.title, request.note) = (title, note)
    return true
  }

  /// The width of bins and the line at a value.
  func chartConstants(of stage: Stage, into request: inout ChartRequest) -> Bool {
    if let width = stage[ChartSlots.width] {
      guard let number = binder.constant(width)?.number, number > 0, number.isFinite else {
        report(.chartNeedsNumber("by", "by 10"), at: width.span)
        return false
      }
      request.binWidth = number
    }
    guard let reference = stage[ChartSlots.reference] else { return true }
    guard let constant = binder.constant(reference)?.asYearIfTemporal(builder: self),
      constant.number != nil || constant.type.isTemporal
    else {
      report(.chartNeedsReference, at: reference.span)
      return false
    }
    request.reference = constant
    return true
  }

  /// The classes that `steps` asks for: how many, or their limits.
  func chartSteps(of stage: Stage, into request: inout ChartRequest) -> Bool {
    let written = stage[ChartSlots.steps]
    guard let first = written.first, let last = written.last else { return true }
    let numbers = written.compactMap { binder.constant($0)?.number }
    let isRising = zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    let most = ChartRequest.mostSteps
    if numbers.count == 1, let count = Int(exactly: numbers[0]), (2...most).contains(count) {
      request.steps = .count(count)
      return true
    }
    guard numbers.count == written.count, numbers.allSatisfy(\.isFinite), isRising,
      (2..<most).contains(numbers.count)
    else {
      report(.chartNeedsSteps(most: most), at: first.span.union(last.span))
      return false
    }
    request.steps = .limits(numbers)
    return true
  }
}

extension Constant {
  /// The number that it is, as a real.
  var number: Double? {
    switch value {
    case .integer(let number) where type.isNumeric: Double(number)
    case .real(let number): number
    default: nil
    }
  }

  /// A bare year as the period that it is, where columns of time are there to compare it with.
  func asYearIfTemporal(builder: PlanBuilder) -> Constant {
    let year = asYear
    guard year.type != type else { return self }
    let hasYears = builder.visible.contains { $0.field.type == year.type }
    return hasYears ? year : self
  }
}
