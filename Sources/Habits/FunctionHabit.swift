import Diagnostics
import Syntax

/// A function of another language: how a call of it is written here.
struct FunctionHabit: Sendable {
  /// The names of the function elsewhere.
  let names: [String]
  /// The number of arguments of the call; nil for any number.
  let count: Int?
  /// Our function, or an expression with `$1` for the first argument; nil beside a mere hint.
  let ours: String?
  /// The usage here, as part of a sentence.
  let hint: String

  /// A row of the table: `names: hint`, `names → function`, or `names (count) → expression`.
  init(_ row: Substring) {
    let sides = row.split(separator: " → ", maxSplits: 1)
    let isHint = sides.count == 1
    let parts = isHint ? row.split(separator: ": ", maxSplits: 1) : sides
    let words = (parts.first ?? "").split(separator: " ")
    count = words.last.flatMap { Int($0.filter(\.isNumber)) }.flatMap { isHint ? nil : $0 }
    names = words.filter { !$0.hasPrefix("(") }.map(String.init)
    ours = isHint ? nil : parts.last.map(String.init)
    hint = String(parts.last ?? "")
  }

  private static let byName: [String: [FunctionHabit]] = Dictionary(
    table.flatMap { habit in habit.names.map { ($0, [habit]) } },
    uniquingKeysWith: +
  )

  /// The translation of a call of `name`; nil if nothing is known of it.
  static func translated(_ name: String, _ arguments: [String]) -> CallTranslation? {
    let habits = byName[name.lowercased()] ?? []
    let fitting = habits.first { $0.count == nil || $0.count == arguments.count }
    guard let habit = fitting ?? habits.last else { return nil }
    guard let ours = habit.ours else {
      return CallTranslation(message(name, habit.hint), text: period(name, arguments))
    }
    if ours.contains("$") {
      let filled = fill(ours, fitting == nil ? ["x", "y", "z"] : arguments)
      return CallTranslation(message(name, "write " + filled), text: fitting.map { _ in filled })
    }
    if fitting == nil { return nil }
    return CallTranslation(message(name, "it is called \(ours) here"), function: ours)
  }

  private static func message(_ name: String, _ hint: String) -> Message {
    "foreign-function: There is no function \(name): \(hint)."
  }

  private static func fill(_ form: String, _ arguments: [String]) -> String {
    arguments.enumerated().reduce(form) { text, argument in
      text.replacing("$\(argument.offset + 1)", with: argument.element)
    }
  }

  /// `date_trunc("month", d)` as `month(d)`.
  private static func period(_ name: String, _ arguments: [String]) -> String? {
    guard ["date_trunc", "date_part", "floor_date"].contains(name.lowercased()),
      arguments.count == 2
    else { return nil }
    let units = arguments.map { StageText.withoutQuotes($0).lowercased() }
    let place = units.indices.first {
      units[$0].count < arguments[$0].count
        && ["year", "quarter", "month", "week"].contains(units[$0])
    }
    return place.map { "\(units[$0])(\(arguments[1 - $0]))" }
  }
}
