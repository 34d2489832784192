import Formats
import Language
import Plans
import Tables

extension Command {
  static let help = Command(
    ".help",
    ".help [NAME]",
    "explains a verb, function, format, command or table",
    examples: [".help top", ".help functions", ".help deportations"],
    aliases: [".h"]
  ) { session, arguments in
    guard let name = arguments.first else {
      session.console.data(overview)
      return .done
    }
    if name == "functions" {
      session.console.data(list("Functions, each as name(…):", Function.all.entries))
      return .done
    }
    if name == "verbs" {
      session.console.data(list("Verbs, each after a bar:", Verb.all.entries))
      return .done
    }
    return session.help(on: name)
  }

  private static var overview: String {
    """
    A query is a table, then | and a verb a stage:

      deportations | total removals by state.region
      deportations | where fiscal_year in FY2010..FY2012 | total removals by state | top 10
      stories | where kind = "rescission" | keep date, place, title
      claims | where source.founding | summarize n = count, middle = median(value) by unit

    A line that begins with | goes on from the last result, which is also called _.

    Verbs      \(wrapped(Verb.all.entries.filter(\.isAvailable).map(\.name)))
    Commands   \(wrapped(Command.all.names))
    Formats    \(wrapped(Format.all.names)), as in: … | as csv

    .tables lists the tables, .describe TABLE their columns.
    .help NAME explains any of these words; .help verbs and .help functions list them.
    Tab completes, ↑ brings earlier queries back, Ctrl-C clears the line, Ctrl-D quits.

    """
  }

  private static func wrapped(_ names: [String]) -> String {
    var lines = [""]
    for name in names {
      if lines[lines.count - 1].count + name.count > 66 { lines.append("") }
      lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + name
    }
    return lines.joined(separator: "\n           ")
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
  func help(on name: String) -> CommandOutcome {
    if let verb = Verb.all[name] {
      explain(verb, kind: verb.isAvailable ? "a verb" : "a verb that is not available yet")
    } else if let function = Function.all[name] {
      explain(function, kind: "a function", "Missing: \(function.missing).")
    } else if let format = Format.all[name] {
      explain(format, kind: "a format")
    } else if let command = Command.all[name] ?? Command.all["." + name] {
      explain(command, kind: "a command")
    } else if environment.catalog.table(name) != nil {
      return describe(name)
    } else {
      return noHelp(on: name)
    }
    return .done
  }

  private func noHelp(on name: String) -> CommandOutcome {
    let entries = [Verb.all.names, Function.all.names, Format.all.names, Command.all.names]
    let known = entries.flatMap { $0 } + environment.catalog.tables.map(\.name)
    let near = nearest(name, in: known)
    let offer = near.isEmpty ? "" : " Did you mean \(near.joined(separator: " or "))?"
    console.error("There is no help on \(name).\(offer) .help alone lists what there is.\n")
    return .failed(.usage)
  }

  private func explain(_ entry: some Entry, kind: String, _ more: String = "") {
    console.data("\(entry.name) — \(kind): \(entry.summary).\n\n  \(entry.usage)\n")
    if !more.isEmpty { console.data("\n\(more)\n") }
    for example in entry.examples {
      console.data("\n> \(example)\n")
      if !example.hasPrefix("."), !example.contains(".csv") { show(example: example) }
    }
  }

  /// Shows what an example gives, apart from this session's results.
  private func show(example: String) {
    var options = options
    options.isQuiet = true
    options.format = listingFormat
    options.layout.maximumRows = 8
    let session = Session(
      catalog: environment.catalog,
      options: options,
      console: Console(output: { self.console.data($0) }, errors: { self.console.error($0) })
    )
    _ = session.run(bytes: Array(example.utf8), from: Origin(file: nil))
  }
}
