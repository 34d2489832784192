// The stage productions of the grammar, from the shapes.

@testable import Syntax

extension Shape {
  /// The alternatives of the production `stage` that stand for these verbs, in order.
  ///
  /// Verbs that follow each other and have one shape share an alternative; a verb has one for each
  /// kind of mode that it knows.
  static func productions(_ verbs: [(name: String, shape: Shape)]) -> [String] {
    var groups: [(names: [String], rests: [String])] = []
    for (name, shape) in verbs {
      let rests = shape.rests
      if let last = groups.last, last.rests == rests {
        groups[groups.count - 1].names.append(name)
      } else {
        groups.append(([name], rests))
      }
    }
    return groups.flatMap { group in
      let names = group.names.map { "\"\($0)\"" }.joined(separator: " | ")
      let verb = group.names.count == 1 ? names : "( \(names) )"
      return group.rests.map { $0.isEmpty ? verb : "\(verb) \($0)" }
    }
  }

  /// The right sides after the verb: without a mode, and with one.
  private var rests: [String] {
    if modes.isEmpty { return [rest(mode: nil)] }
    let words = modes.map { "\"\($0)\"" }.joined(separator: " | ")
    return [rest(mode: ""), "( \(words) ) " + rest(mode: modes[0])]
  }

  private func rest(mode: String?) -> String {
    let head = head.map { argument in
      let production = argument.slot.syntax.production
      return argument.isRequired ? production : "[ \(production) ]"
    }
    let allowed = options.filter { mode == nil || $0.modes?.contains(mode ?? "") ?? true }
    let required = allowed.filter(\.isRequired).map(\.production)
    let free = allowed.filter { !$0.isRequired }.map(\.production)
    let choice = free.count == 1 ? "[ \(free[0]) ]" : "{ \(free.joined(separator: " | ")) }"
    return (head + required + (free.isEmpty ? [] : [choice])).joined(separator: " ")
  }
}

extension Shape.Option {
  /// The right side of the option's production.
  fileprivate var production: String {
    let words = words.map { "\"\($0)\"" }
    return (words + (slot.isFlag ? [] : [slot.syntax.production])).joined(separator: " ")
  }
}
