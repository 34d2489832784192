import Functions
import IO
import Planner
import Remote
import Syntax

// A page for each entry of the registries.

extension Page {
  /// The page of a verb.
  static func verb(_ verb: Verb, _ examples: Examples) -> Page {
    var page = Page(verb.name)
    page.blocks = [.paragraph("A verb: \(verb.summary)."), .code(verb.usage)]
    let arguments = verb.shape.arguments
    if !arguments.isEmpty { page.blocks.append(.expressions(arguments)) }
    if !verb.missing.isEmpty { page.blocks.append(.paragraph("Missing: \(verb.missing)")) }
    page.blocks += examples.blocks(verb.examples)
    page.addRelated(verb.related.filter { Verb.all[$0]?.isAvailable ?? true })
    return page
  }

  /// The page of a function.
  static func function(_ function: Function, _ examples: Examples) -> Page {
    let kind =
      switch function.kind {
      case .scalar: "A function of each row"
      case .aggregate: "An aggregate, one value a group"
      case .window: "A function of the rows around each row"
      }
    var page = Page(function.name)
    page.blocks = [
      .paragraph("\(kind): \(function.summary.sentence)"), .code(function.usage),
      .paragraph(function.missing.sentence),
    ]
    page.blocks += examples.blocks(function.examples)
    page.addRelated(Related.functions(to: function))
    return page
  }

  /// The page of an output format.
  static func format(_ format: Format, _ examples: Examples) -> Page {
    var page = Page(format.name)
    page.blocks = [.paragraph("A format: \(format.summary.sentence)"), .code(format.usage)]
    if !format.extensions.isEmpty {
      let endings = format.extensions.map { "." + $0 }.quoted
      page.blocks.append(.paragraph("`save` takes it for files that end in \(endings)."))
    }
    page.blocks += examples.blocks(format.examples)
    page.addRelated(["as", "save"] + Format.all.names.filter { $0 != format.name })
    return page
  }

  /// The page of another engine.
  static func engine(_ engine: RemoteEngine) -> Page {
    var page = Page(engine.name)
    page.blocks = [
      .paragraph("An engine: \(engine.summary.sentence)"), .code("--engine \(engine.usage)"),
      .code(engine.examples.joined(separator: "\n")),
    ]
    page.addRelated(RemoteEngine.all.names.filter { $0 != engine.name })
    return page
  }

  /// The page of a command.
  static func command(_ command: Command, _ examples: Examples) -> Page {
    var page = Page(command.name)
    page.blocks = [.paragraph("A command: \(command.summary.sentence)"), .code(command.usage)]
    if !command.aliases.isEmpty {
      page.blocks.append(.paragraph("Also written \(command.aliases.quoted)."))
    }
    page.blocks += examples.blocks(command.examples)
    page.addRelated(Related.commands(to: command))
    return page
  }

  mutating func addRelated(_ names: [String]) {
    if !names.isEmpty { blocks.append(.paragraph("See also: \(names.quoted).")) }
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

/// The cross-references of help pages.
enum Related {
  /// Functions that the summary mentions, then the nearest ones of its family.
  static func functions(to function: Function) -> [String] {
    let family = Function.families.first { family in
      family.functions.contains { $0.name == function.name }
    }
    let names = family?.functions.map(\.name) ?? []
    guard let place = names.firstIndex(of: function.name) else { return [] }
    let words = function.summary.split { !$0.isLetter && $0 != "_" }.map(String.init)
    let found = names.filter(words.contains) + names.nearest(to: place).prefix(5)
    var seen: Set<String> = [function.name]
    return found.filter { seen.insert($0).inserted }.prefix(4).map { $0 }
  }

  /// The commands listed beside it.
  static func commands(to command: Command) -> [String] {
    let names = Command.all.names
    guard let place = names.firstIndex(of: command.name) else { return [] }
    return Array(names.nearest(to: place).dropFirst().prefix(3))
  }
}
