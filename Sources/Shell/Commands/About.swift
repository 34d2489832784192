import Catalog
import Diagnostics

extension Command {
  static let about = Command(
    name: ".about",
    usage: ".about THING",
    summary:
      "tells of a table, a column, or a row by its key or name what it means, its unit, sources, "
      + "period and precision, what to beware of, which sources disagree, and what points to it; of a "
      + "day or period what happened and which tables have rows of it",
    examples: [".about deportations.removals", ".about Massachusetts", ".about FY2009"],
    argument: .word { session in
      session.environment.catalog.tables.flatMap { table -> [String] in
        let fields = (try? table.schema())?.fields ?? []
        return [table.name] + fields.map { "\(table.name).\($0.name)" }
      }
    },
    isPage: true
  ) { session, arguments in
    let thing = arguments.joined(separator: " ").filter { $0 != "\"" }
    if thing.isEmpty {
      let reason = "About what? Write .about TABLE, TABLE.COLUMN, a key, a day or a period."
      return session.refuse(reason, .usage)
    }
    var isKnown = true
    let exit = session.tracing {
      let pages = try session.aboutPages(thing)
      isKnown = !pages.isEmpty
      if !isKnown { return }
      session.console.beginResult()
      let width = session.helpWidth
      session.console.page(pages.map { $0.text(width: width) }.joined(separator: "\n"))
    }
    if exit != .fine || isKnown { return exit }
    let names = session.environment.catalog.tables.map(\.name)
    let offer = offered(for: thing, among: names) ?? ".find \(thing) looks through all cells."
    return session.refuse("Nothing is called \(thing). \(offer)", .usage)
  }
}
