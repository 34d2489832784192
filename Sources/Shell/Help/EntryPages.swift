import Diagnostics
import Functions
import IO
import Planner
import Remote
import Syntax

// A page for each entry of the registries.

extension Page {
  /// The page of an entry: its kind and summary, its usage, what else is to be said, its examples.
  private static func entry(
    _ entry: some Entry,
    _ kind: String,
    _ more: [Block?],
    _ examples: Examples,
    related: [String]
  ) -> Page {
    var page = Page(entry.name, "\(kind): \(entry.summary.sentence)")
    page.blocks.append(.code(entry.usage))
    page.blocks += more.compactMap { $0 } + examples.blocks(entry.examples)
    page.addRelated(related)
    return page
  }

  /// The page of a verb.
  static func verb(_ verb: Verb, _ examples: Examples) -> Page {
    let arguments = verb.shape.arguments
    let more: [Block?] = [
      arguments.isEmpty ? nil : .expressions(arguments),
      verb.missing.isEmpty ? nil : .paragraph("Missing: \(verb.missing)"),
    ]
    return entry(verb, "A verb", more, examples, related: verb.related)
  }

  /// The page of a function.
  static func function(_ function: Function, _ examples: Examples) -> Page {
    let kind =
      switch function.kind {
      case .scalar: "A function of each row"
      case .aggregate: "An aggregate, one value a group"
      case .window: "A function of the rows around each row"
      }
    let missing = Block.paragraph(function.missing.sentence)
    return entry(function, kind, [missing], examples, related: function.related)
  }

  /// The page of an output format.
  static func format(_ format: Format, _ examples: Examples) -> Page {
    let endings = format.extensions.map { "." + $0 }.quoted
    let saved = Block.paragraph("`save` takes it for files that end in \(endings).")
    let related = ["as", "save"] + Format.all.names.filter { $0 != format.name }
    return entry(format, "A format", [endings.isEmpty ? nil : saved], examples, related: related)
  }

  /// The page of another engine.
  static func engine(_ engine: RemoteEngine) -> Page {
    var page = Page(engine.name, "An engine: \(engine.summary.sentence)")
    let examples = engine.examples.joined(separator: "\n")
    page.blocks += [.code("--engine \(engine.usage)"), .code(examples)]
    page.addRelated(RemoteEngine.all.names.filter { $0 != engine.name })
    return page
  }

  /// The page of a command.
  static func command(_ command: Command, _ examples: Examples) -> Page {
    let aliases = Block.paragraph("Also written \(command.aliases.quoted).")
    let more = command.aliases.isEmpty ? nil : aliases
    return entry(command, "A command", [more], examples, related: command.related)
  }

  mutating func addRelated(_ names: [String]) {
    if !names.isEmpty { add("See also: \(names.quoted).") }
  }
}

extension Shape {
  /// The slots, as usage lines write them, each with what stands there.
  var arguments: [(expression: String, meaning: String)] {
    let modes = modes.isEmpty ? [] : [(self.modes.joined(separator: " "), "which moment is taken")]
    let head = head.map { ($0.slot.usage, note($0.slot, isRequired: $0.isRequired)) }
    let clauses = options.map { option in
      let allowed = option.modes.map {
        $0.contains("") ? "" : ", after \($0.sorted().joined(separator: ", "))"
      }
      return (option.usage, note(option.slot, isRequired: option.isRequired) + (allowed ?? ""))
    }
    return modes + head + clauses
  }

  private func note(_ slot: AnySlot, isRequired: Bool) -> String {
    if slot.isFlag { return "may be added" }
    return slot.meaning + (isRequired ? "" : "; may be left out")
  }
}

extension [String] {
  /// The names as words of the language, in a list.
  var quoted: String { map { "`\($0)`" }.joined(separator: ", ") }

  /// The names from the nearest to that at `place` on.
  fileprivate func nearest(to place: Int) -> [String] {
    indices.sorted { abs($0 - place) < abs($1 - place) }.map { self[$0] }
  }
}

extension String {
  /// The text with a full stop, and only one.
  var sentence: String { hasSuffix(".") ? self : self + "." }
}

extension Function {
  /// Functions that the summary mentions, then the nearest ones of its family.
  fileprivate var related: [String] {
    let families = Function.families.map { $0.functions.map(\.name) }
    guard let names = families.first(where: { $0.contains(name) }),
      let place = names.firstIndex(of: name)
    else { return [] }
    let words = summary.split { !$0.isLetter && $0 != "_" }.map(String.init)
    let found = names.filter(words.contains) + names.nearest(to: place).prefix(5)
    var seen: Set<String> = [name]
    return found.filter { seen.insert($0).inserted }.prefix(4).map { $0 }
  }
}

extension Command {
  /// The commands listed beside it.
  fileprivate var related: [String] {
    let names = Command.all.names
    guard let place = names.firstIndex(of: name) else { return [] }
    return Array(names.nearest(to: place).dropFirst().prefix(3))
  }
}
