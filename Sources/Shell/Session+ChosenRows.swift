import Catalog
import Columns
import Functions
import Planner
import Syntax

// What caveats about all values of a column say where a query chose some of them.

extension Session {
  /// What keys are called.
  var keyLabels: KeyLabels {
    KeyLabels(environment.catalog) { [backend, cancellation] in
      try backend.run($0, until: cancellation).0
    }
  }

  /// A caveat as it is told of what a query gives: one about all values of a column says nothing
  /// where some were chosen, or in how many of these its measure is known.
  ///
  /// Nil where nothing is to be told. Throws when the query is stopped.
  func caveat(_ caveat: Caveat, of table: String, in query: BoundQuery) throws -> Caveat? {
    guard let across = caveat.across, chooses(across, of: table, in: query) else { return caveat }
    guard let measure = caveat.known, let when = caveat.when else { return nil }
    var caveat = caveat
    guard let text = try knownText(measure, across, of: table, where: when, in: query) else {
      return nil
    }
    caveat.text = text
    return caveat
  }

  /// Whether rows of a table were chosen by the values of a column: by its own, or by what they lead
  /// to.
  private func chooses(_ column: String, of table: String, in query: BoundQuery) -> Bool {
    let choices = query.choices[table] ?? []
    let schema = try? environment.catalog.table(table)?.schema()
    let link = schema.flatMap { schema in
      schema.index(of: column).flatMap { schema.fields[$0].link }
    }
    return choices.contains { choice in
      choice == Field.Origin(table: table, column: column) || choice.table == link?.table
    }
  }

  /// `FY2009: removals known for 4 of the 17 values of state asked for`; nil where it is known for all
  /// of them.
  private func knownText(
    _ measure: String,
    _ column: String,
    of table: String,
    where condition: String,
    in query: BoundQuery
  ) throws -> String? {
    let terms: [Lineage.Term] = [
      .condition(condition), .condition(Spelling.column(measure) + " is not missing"),
      .column(column),
    ]
    var lineage = lineage(of: query)
    var (all, known): (Set<Value>, Set<Value>) = ([], [])
    do {
      for values in try lineage.values(of: terms, in: table) where values[0] == .boolean(true) {
        all.insert(values[2])
        if values[1] == .boolean(true) { known.insert(values[2]) }
      }
    } catch let failure as RunFailure where !failure.isStop {
      return nil
    } catch is Lineage.WrongCondition {
      return nil
    }
    if known.count == all.count { return nil }
    let when = words(of: condition, table)
    guard all.count == 1, case .text(let only)? = all.first else {
      return "\(when): \(measure) known for \(known.count) of the \(all.count) values of \(column) "
        + "asked for"
    }
    let schema = try? environment.catalog.table(table)?.schema()
    let label = schema.flatMap { schema in
      schema.index(of: column).flatMap { schema.fields[$0].link }
    }.flatMap { keyLabels.label(of: only, along: $0) }
    return "\(when): \(measure) not known for \(label ?? only)"
  }

  /// A condition of a data package as a picture says it.
  private func words(of condition: String, _ table: String) -> String {
    let source = Spelling.table(table) + " | where " + condition
    let pipeline = parse(source, verbs: Verb.shapes).statements.first?.pipeline
    let query = pipeline.flatMap { bind($0, in: environment, source: source).query }
    let labels = keyLabels
    let words = query?.selections.map { $0.text(labels) } ?? []
    return words.isEmpty ? condition : words.joined(separator: ", ")
  }
}
