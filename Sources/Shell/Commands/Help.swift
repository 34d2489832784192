import Catalog
import Diagnostics
import Functions
import IO
import Planner
import Remote
import SQL
import Syntax

extension Command {
  static let help = Command(
    name: ".help",
    usage: ".help [NAME]",
    summary:
      "explains a verb, function, format, command, table, column, sign or literal; any other word is "
      + "looked for",
    examples: [".help top", ".help functions", ".help deportations.removals", ".help FY2012"],
    aliases: [".h"],
    argument: .word { session in
      session.environment.catalog.tables.map(\.name) + Verb.all.names
        + Function.all.names + Format.all.names + Command.all.names + Topic.all.names + ["matches"]
    },
    isPage: true
  ) { session, arguments in
    let name = arguments.joined(separator: " ")
    let text = ["", "me", "please", "help"].contains(name) ? overview : session.helpList(name)
    guard let text else { return session.help(on: name) }
    session.console.page(text)
    return .fine
  }

  /// A query to begin with, over the record.
  static let firstQuery = "deportations | total removals by state.region"

  /// What people need, on a screen of 80 columns and 24 lines.
  private static var overview: String {
    """
    A query is a table, then | and a verb a stage:

      \(firstQuery)
      deportations | where fiscal_year in FY2010..FY2012 | total removals by state
      claims | where source.founding | summarize middle = median(value) by unit

    A line that begins with | goes on from the last result, also called _: | top 10

    Verbs      \(wrapped(Verb.all.names))
    Commands   \(wrapped(Command.all.names))
    Formats    \(wrapped(Format.all.names))
               as in: … | as csv

    .tables lists the tables, .describe TABLE their columns.
    .help NAME explains any of these words, tables, columns, signs and literals:
    .help states.region, .help !=, .help FY2012. .help language is the language in
    brief; .help verbs, functions, words, tables, dialects, engines, errors list.
    Tab completes, ↑ brings back earlier queries, Ctrl-C clears, Ctrl-D quits.

    """
  }

  private static func wrapped(_ names: [String]) -> String {
    Diagnostics.wrapped(names.joined(separator: " "), to: 67).joined(separator: "\n           ")
  }

  static func list(_ title: String, _ entries: [some Entry]) -> String {
    let width = entries.map(\.name.count).max() ?? 0
    let lines = entries.map { entry in
      "  " + entry.name + String(repeating: " ", count: width - entry.name.count + 2)
        + entry.summary
    }
    return title + "\n" + lines.joined(separator: "\n") + "\n"
  }
}

extension Session {
  var helpWidth: Int { min(options.layout.width ?? 88, 100) }

  /// The list that `.help` and a plural ask for.
  func helpList(_ name: String) -> String? {
    switch name {
    case "verbs": Command.list("Verbs, each after a bar:", Verb.all.entries)
    case "functions": Command.list("Functions, each as name(…):", Function.all.entries)
    case "formats": Command.list("Formats, each after as:", Format.all.entries)
    case "engines": Command.list("Other engines, each after --engine:", RemoteEngine.all.entries)
    case "commands": Command.list("Commands, each on a line of its own:", Command.all.entries)
    case "tables":
      Page(
        "Tables, each the beginning of a query:",
        [.expressions(environment.catalog.tables.map { ($0.name, $0.title) })]
      ).text(width: helpWidth)
    case "words", "operators", "signs", "literals", "topics":
      Command.list("Words, signs and literals:", Topic.all.entries)
    case "dialects": Page.dialects.text(width: helpWidth)
    case "errors": Page.errors.text(width: helpWidth)
    case "matches", "patterns": Page.patterns.text(width: helpWidth)
    case "language": Page.language.text(width: helpWidth)
    default: nil
    }
  }

  func help(on name: String) -> Exit {
    let examples = Examples(catalog: environment.catalog, options: options)
    var pages: [Page] = []
    if let verb = Verb.all[name] { pages.append(.verb(verb, examples)) }
    if let function = Function.all[name] { pages.append(.function(function, examples)) }
    if let format = Format.all[name] { pages.append(.format(format, examples)) }
    if let topic = Topic.called(name) { pages.append(.topic(topic, examples)) }
    if let dialect = Dialect.all[name] { pages.append(.dialect(dialect)) }
    if let engine = RemoteEngine.all[name] { pages.append(.engine(engine)) }
    if let command = Command.all[name] ?? Command.all["." + name] {
      pages.append(.command(command, examples))
    }
    do throws(TableFailure) {
      if let page = try tablePage(name, examples) { pages.append(page) }
      pages += try columnPages(name, examples)
    } catch {
      return refuse(error.text, .file)
    }
    if pages.isEmpty, let constant = literal(name),
      let page = Page.literal(name, constant, examples)
    {
      pages.append(page)
    }
    if pages.isEmpty { return noHelp(on: name) }
    console.page(pages.map { $0.text(width: helpWidth) }.joined(separator: "\n"))
    return .fine
  }

  /// The page of a table, or of a column of one: `states`, `states.region`.
  private func tablePage(_ name: String, _ examples: Examples) throws(TableFailure) -> Page? {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard let first = parts.first, let table = environment.catalog.table(first),
      !name.hasPrefix(".")
    else { return nil }
    if parts.count == 1 { return try .table(table, examples) }
    return try .column(parts[1], of: table, examples)
  }

  /// The value of a literal; nil for any other text.
  private func literal(_ written: String) -> Constant? {
    let source = "param p = " + written
    let program = parsed(source.utf8)
    guard program.diagnostics.isEmpty, program.statements.count == 1,
      case .parameter(_, let term?, _) = program.statements[0].kind,
      case .literal = term.kind
    else { return nil }
    return try? bindConstant(term, in: environment, source: source).get()
  }

  /// The pages of the columns of this name; one that lists them where several tables have one.
  private func columnPages(_ name: String, _ examples: Examples) throws(TableFailure) -> [Page] {
    var tables: [(table: any TableSource, field: Field)] = []
    for table in environment.catalog.tables {
      let schema = try table.schema()
      if let place = schema.index(of: name) { tables.append((table, schema.fields[place])) }
    }
    if tables.count == 1 {
      return try Page.column(name, of: tables[0].table, examples).map { [$0] } ?? []
    }
    return tables.isEmpty ? [] : [.columns(name, tables, examples)]
  }

  private func noHelp(on name: String) -> Exit {
    let tables = environment.catalog.tables
    var known =
      Topic.all.names + Dialect.all.names + Verb.all.names + Function.all.names
    known += Format.all.names + Command.all.names + tables.map(\.name)
    if let schema = try? tables.first(where: { name.hasPrefix($0.name + ".") })?.schema() {
      let table = name.prefix { $0 != "." }
      known += schema.fields.map { "\(table).\($0.name)" }
    }
    if let habit = environment.habits?.verb(of: ForeignStage(name, "")) {
      return refuse("\(name) is not a word here: \(habit.hint). See .help \(habit.ours).", .usage)
    }
    let offer = offered(for: name, among: known)
    let mentions = mentions(of: name)
    if offer == nil, !mentions.isEmpty {
      console.page(Command.list("Nothing is called \(name); these speak of it:", mentions))
      return .fine
    }
    let words = ["There is no help on \(name).", offer, ".help alone lists what there is."]
    return refuse(words.compactMap { $0 }.joined(separator: " "), .usage)
  }

  /// The entries, tables and columns whose summaries hold `word`, in order; at most a screenful.
  private func mentions(of word: String) -> [Mention] {
    let entries: [any Entry] =
      Verb.all.entries + Function.all.entries + Format.all.entries + Command.all.entries
    var found = entries.map { Mention(name: $0.name, summary: $0.summary) }
    for table in environment.catalog.tables {
      found.append(Mention(name: table.name, summary: table.title))
      for field in (try? table.schema())?.fields ?? [] {
        found.append(Mention(name: "\(table.name).\(field.name)", summary: field.summary))
      }
    }
    return Array(found.filter { $0.speaks(of: word) }.prefix(20))
  }
}

/// An entry, table or column that a search of the help found.
private struct Mention: Entry {
  let name: String
  let summary: String
  var usage: String { name }
  var examples: [String] { [] }

  /// Whether a word of the name or summary begins with `word`, whatever its capitals.
  func speaks(of word: String) -> Bool {
    let wanted = word.lowercased()
    let words = (name + " " + summary).lowercased().split { !$0.isLetter && !$0.isNumber }
    return words.contains { $0.hasPrefix(wanted) }
  }
}
